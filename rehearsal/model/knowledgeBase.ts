/** Folder of the knowledge base beside the report, and its page. */
export const knowledgeBaseFolder = 'rehearsal-incidents';
export const knowledgeBasePage = 'index.html';

/** The page of the knowledge base, and the keys of documents that it lacks because they cannot be read. */
export interface KnowledgeBase {
  readonly html: string;
  readonly unreadable: readonly string[];
}
