/** The properties of a message that are stored. */
const MESSAGE_FIELDS = [
  'id',
  'conversationId',
  'internetMessageId',
  'parentFolderId',
  'subject',
  'bodyPreview',
  'body',
  'from',
  'sender',
  'replyTo',
  'toRecipients',
  'ccRecipients',
  'bccRecipients',
  'receivedDateTime',
  'sentDateTime',
  'lastModifiedDateTime',
  'isRead',
  'isDraft',
  'flag',
  'hasAttachments',
  'internetMessageHeaders',
].join(',')

/** The properties of an attachment without its content. */
export const ATTACHMENT_FIELDS = [
  'id',
  'name',
  'contentType',
  'size',
  'isInline',
  'microsoft.graph.fileAttachment/contentId',
].join(',')

/** Selects a full message without its attachments. */
export const MESSAGE_WITHOUT_ATTACHMENTS = `$select=${MESSAGE_FIELDS}`
/** Selects a full message with the properties of its attachments. */
export const FULL_MESSAGE = `${MESSAGE_WITHOUT_ATTACHMENTS}&$expand=attachments($select=${ATTACHMENT_FIELDS})`

/** Selects the properties that decide a message's placement. */
export const MESSAGE_STATE =
  '$select=id,conversationId,parentFolderId,receivedDateTime,sentDateTime,lastModifiedDateTime,isRead,isDraft,flag'

export const NEWEST_FIRST = '$orderby=receivedDateTime%20desc'

/** Page size of lists with bodies: few requests, and each page is stored in one short transaction. */
export const FULL_MESSAGES_PER_PAGE = 100
/** Graph's largest page size. */
export const IDS_PER_PAGE = 1_000
