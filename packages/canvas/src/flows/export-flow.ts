import { stringifyFlow, type FlowDocument } from '@koppel/model';

/** Saves a text as a file on the reader's machine. */
function saveFile(name: string, text: string): void {
  const address = URL.createObjectURL(new Blob([text], { type: 'application/json' }));
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  // The browser has taken the address over once the click has been handled.
  setTimeout(() => URL.revokeObjectURL(address), 1000);
}

/** Saves a flow as the file that `flows/` holds and that the import reads: the same bytes for the same flow. */
export function exportFlow(document: FlowDocument): void {
  saveFile(`${document.id}.flow.json`, stringifyFlow(document));
}
