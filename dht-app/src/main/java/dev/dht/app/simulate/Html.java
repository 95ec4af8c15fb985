package dev.dht.app.simulate;

import java.util.List;

/** Pieces of an HTML page. */
final class Html {
    private Html() {}

    static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }

    /** A table whose first column names the row. */
    static String table(List<String> head, List<List<String>> rows) {
        StringBuilder table = new StringBuilder("<div class=\"wide\"><table><thead><tr>");
        head.forEach(
                cell -> table.append("<th scope=\"col\">").append(escaped(cell)).append("</th>"));
        table.append("</tr></thead><tbody>");
        for (List<String> row : rows) {
            table.append("<tr><th scope=\"row\">").append(escaped(row.get(0))).append("</th>");
            row.stream()
                    .skip(1)
                    .forEach(cell -> table.append("<td>").append(escaped(cell)).append("</td>"));
            table.append("</tr>");
        }
        return table.append("</tbody></table></div>").toString();
    }
}
