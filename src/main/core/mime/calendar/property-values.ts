import type ICAL from 'ical.js'

/** A property's value; null where it has none or ical.js cannot read it. */
export function firstValue(property: ICAL.Property | null): unknown {
  try {
    return property?.getFirstValue() ?? null
  } catch {
    return null
  }
}

/** A property's value where it is a text, else an empty one. */
export function textValue(property: ICAL.Property | null): string {
  const value = firstValue(property)
  return typeof value === 'string' ? value : ''
}

/** All values of a property that is a list; none where ical.js cannot read it. */
export function allValues(property: ICAL.Property): unknown[] {
  try {
    return property.getValues()
  } catch {
    return []
  }
}
