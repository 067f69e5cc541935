/** How wide the list of links is beside what is chosen. */
export const listClass = 'w-[clamp(22rem,44%,40rem)] flex-none max-narrow:w-full';
