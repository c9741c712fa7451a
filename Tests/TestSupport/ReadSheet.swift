import Foundation

/// A sheet as openpyxl reads it: for each cell a letter for its type, a colon and its value.
package struct ReadSheet: Decodable {
    package let freeze: String?
    package let filter: String?
    package let rows: [[String?]]
    /// The sheet's position in the workbook, from 0.
    package let place: Int
    /// Orientation, paper, whether it is fitted to pages, pages across and down, the rows repeated on
    /// each page, and the right footer.
    package let print: [String]
}

extension ReadSheet {
    /// The sheets of a workbook, by name.
    package static func all(of file: String) async throws -> [String: ReadSheet] {
        let script = """
            import datetime, json, openpyxl, sys
            def cell(c):
                v = c.value
                if v is None: return None
                if isinstance(v, bool): return "b:" + str(int(v))
                if isinstance(v, datetime.datetime):
                    return v.strftime("t:%Y-%m-%dT%H:%M:%SZ" if "h" in c.number_format else "d:%Y-%m-%d")
                return c.data_type + ":" + str(v)
            book = openpyxl.load_workbook(sys.argv[1])
            print(json.dumps({s.title: {"freeze": s.freeze_panes, "filter": s.auto_filter.ref,
                "place": place, "print": [str(v) for v in (s.page_setup.orientation, s.page_setup.paperSize,
                    s.sheet_properties.pageSetUpPr.fitToPage, s.page_setup.fitToWidth or 1, s.page_setup.fitToHeight, s.print_title_rows, s.oddFooter.right.text)],
                "rows": [[cell(c) for c in row] for row in s.iter_rows()]} for place, s in enumerate(book)}))
            """
        let result = try await ReaderTool.openpyxl.run(["-c", script, file])
        guard result.status == 0 else { throw ReaderToolFailure.failed(result.errors) }
        return try JSONDecoder().decode([String: ReadSheet].self, from: Data(result.output.utf8))
    }
}
