/** Exactly what is stored of a message. */
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

/** What is known of an attachment without fetching it. */
export const ATTACHMENT_FIELDS = [
  'id',
  'name',
  'contentType',
  'size',
  'isInline',
  'microsoft.graph.fileAttachment/contentId',
].join(',')

/** A whole message, without the names of its attachments. */
export const MESSAGE_WITHOUT_ATTACHMENTS = `$select=${MESSAGE_FIELDS}`
/** A whole message, the names of its attachments included, in one request. */
export const FULL_MESSAGE = `${MESSAGE_WITHOUT_ATTACHMENTS}&$expand=attachments($select=${ATTACHMENT_FIELDS})`

/** That a message exists, and what decides where it stands. */
export const MESSAGE_STATE =
  '$select=id,conversationId,parentFolderId,receivedDateTime,sentDateTime,lastModifiedDateTime,isRead,isDraft,flag'

export const NEWEST_FIRST = '$orderby=receivedDateTime%20desc'

/** Pages with bodies: large enough to be few, small enough to be stored in a moment. */
export const FULL_MESSAGES_PER_PAGE = 100
/** The most that Graph puts on a page. */
export const IDS_PER_PAGE = 1_000
