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
export const BARE_MESSAGE = `$select=${MESSAGE_FIELDS}`
/** A whole message, the names of its attachments included, in one request. */
export const WHOLE_MESSAGE = `${BARE_MESSAGE}&$expand=attachments($select=${ATTACHMENT_FIELDS})`

/** That a message exists, and what decides where it stands. */
export const STANDING =
  '$select=id,conversationId,parentFolderId,receivedDateTime,sentDateTime,lastModifiedDateTime,isRead,isDraft,flag'

export const NEWEST_FIRST = '$orderby=receivedDateTime%20desc'

/** Pages with bodies: large enough to be few, small enough to be stored in a moment. */
export const BODIES_PER_PAGE = 100
/** The most that Graph puts on a page. */
export const IDS_PER_PAGE = 1_000
