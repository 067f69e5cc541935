import '../code-editor/monaco-setup.ts';
import 'monaco-editor/languages/definitions/typescript/register';
import { ScriptTarget, typescriptDefaults } from 'monaco-editor/languages/features/typescript/register';
import EditorWorker from 'monaco-editor/editor/editor.worker?worker';
import TypeScriptWorker from 'monaco-editor/languages/features/typescript/ts.worker?worker';

self.MonacoEnvironment = {
  getWorker: (_id, label) => (label === 'typescript' ? new TypeScriptWorker() : new EditorWorker()),
};
typescriptDefaults.setCompilerOptions({
  target: ScriptTarget.ESNext,
  // What code of a node has: the language itself, no page, no network and no console.
  lib: ['lib.es2023.d.ts'],
  strict: true,
  noEmit: true,
  allowNonTsExtensions: true,
  // Types are only taken off: what would have to be compiled is no part of it.
  erasableSyntaxOnly: true,
});
typescriptDefaults.setEagerModelSync(true);

/** Says what the records of the node that is edited look like. */
export function setTypes(declarations: string): void {
  typescriptDefaults.setExtraLibs([{ content: declarations, filePath: 'file:///koppel.d.ts' }]);
}
