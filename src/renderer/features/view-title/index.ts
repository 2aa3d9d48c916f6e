export { ViewTitle, type ViewTitleProps } from './view-title.tsx'
