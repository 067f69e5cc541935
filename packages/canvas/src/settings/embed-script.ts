/**
 * The script of a form in Dataverse that shows the view in a frame of the account form: a web resource, called when the form
 * loads. Names: Client API reference, formContext and Xrm.Utility (read on 26 Nov 2026).
 */
export function embedScript(column: string): string {
  return `// Web resource "kop_revenue.js". Call Koppel.showRevenue when the account form loads.
var Koppel = window.Koppel || {};
Koppel.showRevenue = function (context) {
  "use strict";
  var form = context.getFormContext();
  var frame = form.getControl("IFRAME_koppel");
  var column = form.getAttribute("${column}");
  if (!frame || !column) return;
  var link = column.getValue();
  frame.setVisible(Boolean(link));
  if (!link) return;
  var user = Xrm.Utility.getGlobalContext().userSettings.languageId;
  var language = { 1043: "nl", 2067: "nl", 1036: "fr", 2060: "fr" }[user] || "en";
  var record = form.data.entity.getId().replace(/[{}]/g, "");
  frame.setSrc(link.replace("#", "?lang=" + language + "&theme=light&record=" + record + "#"));
};
`;
}
