// Package kbhtml shows answers as HTML that is safe in a page: text, Markdown, HTML
// of any origin, images, video, audio, files and links.
//
// Whatever an answer holds, the result has no scripts, styles, event handlers,
// forms or frames, and its URLs are those of the web, of mail and of telephone
// numbers. [Render] sanitises the whole result, its own marks included, so that one
// policy decides about everything.
package kbhtml
