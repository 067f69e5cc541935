import { Download } from 'lucide-react';
import type { ReactElement } from 'react';
import { useApi } from '../api/use-api.tsx';
import type { ApiError } from '../api/api-error.ts';
import { saveFile } from '../app/save-file.ts';
import { useSayWhy } from '../app/use-say-why.ts';
import { useLanguage, useText } from '../i18n/locale.tsx';
import { IconButton } from '../kit/button.tsx';
import { Menu } from '../kit/menu.tsx';

const formats = ['html', 'csv', 'json'] as const;

/** The table as a file: a page to sign, for a spreadsheet, or to be brought into another workspace. */
export function ExportMenu(): ReactElement {
  const text = useText();
  const language = useLanguage();
  const sayWhy = useSayWhy();
  const api = useApi();
  const save = async (format: (typeof formats)[number]) => {
    try {
      const { fileName, content, mediaType } = await api.exportMastership({ query: { format, language } });
      saveFile(fileName, content, mediaType);
    } catch (error) {
      sayWhy(error as ApiError);
    }
  };
  return (
    <Menu
      label={text('mastership.export')}
      trigger={<IconButton icon={Download} label={text('mastership.export')} />}
      entries={formats.map((format) => ({
        id: format,
        label: text(`mastership.export.${format}`),
        onChoose: () => void save(format),
      }))}
    />
  );
}
