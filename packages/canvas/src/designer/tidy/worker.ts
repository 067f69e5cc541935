import { layOut, type LayoutInput } from './layout.ts';

addEventListener('message', ({ data }: MessageEvent<LayoutInput>) => postMessage(layOut(data)));
