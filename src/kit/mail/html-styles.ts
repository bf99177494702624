const sans = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif";
const mono = "ui-monospace, 'SF Mono', Menlo, Consolas, 'DejaVu Sans Mono', monospace";

/** The house by day, in the elements themselves: many mail programs read no style sheet. */
export const styles = {
  body: `margin:0;padding:0;background:#f4f7f3;color:#10211b;font:16px/1.6 ${sans}`,
  column: 'max-width:560px;margin:0 auto;padding:32px 16px',
  name: 'margin:0 0 16px;padding:0 4px;color:#0d4f3f;font-size:17px;font-weight:680',
  card: 'padding:28px 24px 12px;background:#ffffff;border:1px solid #d6dfd8;border-radius:16px',
  heading: 'margin:0 0 16px;font-size:24px;line-height:1.2;font-weight:680;overflow-wrap:anywhere',
  paragraph: 'margin:0 0 16px;overflow-wrap:anywhere',
  code: `margin:0 0 20px;padding:14px 16px;background:#eaf0ea;border-radius:10px;font:680 28px/1.3 ${mono};letter-spacing:0.12em;text-align:center;overflow-wrap:anywhere`,
  actionLine: 'margin:8px 0 20px',
  button:
    'display:inline-block;padding:12px 24px;background:#0d4f3f;color:#ffffff;border-radius:10px;font-weight:620;text-decoration:none',
  address: 'margin:0 0 20px;color:#4a5b53;font-size:14px;overflow-wrap:anywhere',
  link: 'color:#0b5c47',
  fine: 'margin:16px 0 0;padding:0 4px;color:#4a5b53;font-size:14px;overflow-wrap:anywhere',
  quietLink: 'color:#4a5b53',
} as const;

/** And by night. It holds no character that HTML would escape: in a style element that would not be undone. */
export const darkStyles = [
  ':root{color-scheme:light dark}',
  '@media (prefers-color-scheme:dark){',
  '.paper{background:#0b1411!important;color:#e9f0ec!important}',
  '.card{background:#121e1a!important;border-color:#24332d!important}',
  '.name,.link{color:#efc777!important}',
  '.code{background:#0e1815!important}',
  '.button{background:#e6b659!important;color:#1d1503!important}',
  '.fine{color:#a8b9b0!important}',
  '}',
].join('');
