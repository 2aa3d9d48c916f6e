/**
 * True for a part that stands where a body does: an alternative, or the first part of a related group
 * (RFC 2387), however deep in first parts. Such a text is read even where it has a file's name.
 *
 * @param isContainerRoot whether the part's container stands where a body does
 */
export function isBodyRoot(
  containerType: string,
  index: number,
  isContainerRoot: boolean,
): boolean {
  if (containerType === 'multipart/alternative') return true
  return index === 0 && (containerType === 'multipart/related' || isContainerRoot)
}
