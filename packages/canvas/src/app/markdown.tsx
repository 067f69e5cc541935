import type { ReactElement } from 'react';
import ReactMarkdown, { type Components } from 'react-markdown';
import remarkGfm from 'remark-gfm';

/** Pages of others: their headings stand below that of the screen, and nothing of them is fetched or carried out. */
const components: Components = {
  h1: ({ children }) => <h2 className="mt-6 mb-2 text-50 font-bold first:mt-0">{children}</h2>,
  h2: ({ children }) => <h3 className="mt-6 mb-2 border-b border-line pb-1 text-50 font-bold">{children}</h3>,
  h3: ({ children }) => <h4 className="mt-5 mb-1.5 text-40 font-bold">{children}</h4>,
  h4: ({ children }) => <h5 className="mt-4 mb-1 font-bold">{children}</h5>,
  p: ({ children }) => <p className="my-2 max-w-[78ch] leading-prose">{children}</p>,
  ul: ({ children }) => <ul className="my-2 list-disc pl-5">{children}</ul>,
  ol: ({ children }) => <ol className="my-2 list-decimal pl-5">{children}</ol>,
  a: ({ children, href }) => (
    <a href={href} rel="noreferrer noopener" target="_blank" className="text-accent-text underline">
      {children}
    </a>
  ),
  // A picture would tell its owner who reads the page.
  img: ({ alt }) => <>{alt}</>,
  pre: ({ children }) => (
    <pre
      // Wider than the page, it scrolls; what scrolls is reached by key.
      tabIndex={0}
      className="my-3 overflow-x-auto rounded-2 border border-line bg-code-bg px-3.5 py-2.5 font-mono text-20 text-code-text print:break-inside-avoid print:whitespace-pre-wrap"
    >
      {children}
    </pre>
  ),
  code: ({ children }) => <code className="font-mono text-[0.92em]">{children}</code>,
  table: ({ children }) => (
    <div className="my-3 overflow-x-auto rounded-2 border border-line print:overflow-visible">
      <table className="w-full border-collapse text-left text-20">{children}</table>
    </div>
  ),
  tr: ({ children }) => <tr className="border-t border-line first:border-t-0 print:break-inside-avoid">{children}</tr>,
  th: ({ children }) => (
    <th scope="col" className="bg-surface-2 px-3 py-1.5 font-medium text-ink-2">
      {children}
    </th>
  ),
  td: ({ children }) => <td className="px-3 py-1.5 align-top break-words">{children}</td>,
};
const plugins = [remarkGfm];

/**
 * Markdown that somebody else wrote. Its HTML is left out, its links lead only to web and mail addresses, and its pictures
 * are not fetched.
 */
export function Markdown({ children }: { readonly children: string }): ReactElement {
  return (
    <ReactMarkdown remarkPlugins={plugins} components={components} skipHtml>
      {children}
    </ReactMarkdown>
  );
}
