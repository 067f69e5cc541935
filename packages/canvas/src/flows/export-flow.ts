import { stringifyFlow, type FlowDocument } from '@koppel/model';
import { saveFile } from '../app/save-file.ts';

/** Saves a flow as the file that `flows/` holds and that the import reads: the same bytes for the same flow. */
export function exportFlow(document: FlowDocument): void {
  saveFile(`${document.id}.flow.json`, stringifyFlow(document), 'application/json');
}
