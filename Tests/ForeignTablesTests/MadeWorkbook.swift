import CDeflate

/// An XLSX file assembled for a test from zipped parts.
struct MadeWorkbook {
    var parts: [(name: String, content: [UInt8])]

    /// A workbook with one sheet, whose `rows` are the XML of `sheetData`.
    init(rows: String, shared: [String] = [], sheet: String = "Faktura") {
        self.init(sheets: [(sheet, rows, "visible")], shared: shared)
    }

    init(sheets: [(name: String, rows: String, state: String)], shared: [String] = []) {
        let places = sheets.enumerated().map { index, sheet in
            #"<sheet name="\#(sheet.name)" sheetId="\#(index + 1)" state="\#(sheet.state)" r:id="rId\#(index + 1)"/>"#
        }
        let relations = sheets.indices.map {
            #"<Relationship Id="rId\#($0 + 1)" Type="worksheet" Target="worksheets/sheet\#($0 + 1).xml"/>"#
        }
        parts = [
            (
                "xl/workbook.xml",
                Array("<?xml version=\"1.0\"?><workbook><sheets>\(places.joined())</sheets></workbook>".utf8)
            ),
            (
                "xl/_rels/workbook.xml.rels",
                Array("<Relationships>\(relations.joined())</Relationships>".utf8)
            ),
            ("xl/sharedStrings.xml", Array("<sst>\(shared.map { "<si>\($0)</si>" }.joined())</sst>".utf8)),
        ]
        for (index, sheet) in sheets.enumerated() {
            parts.append(
                (
                    "xl/worksheets/sheet\(index + 1).xml",
                    Array(
                        "<x:worksheet xmlns:x=\"m\"><x:sheetData>\(sheet.rows)</x:sheetData></x:worksheet>"
                            .utf8)
                ))
        }
    }

    /// - Parameter size: the size to claim for each part, given its true size.
    func bytes(size: (Int) -> Int = { $0 }) -> [UInt8] {
        var file: [UInt8] = []
        var directory: [UInt8] = []
        for part in parts {
            let packed = Self.deflated(part.content)
            let checksum = part.content.withUnsafeBytes { libdeflate_crc32(0, $0.baseAddress, $0.count) }
            let name = Array(part.name.utf8)
            let common =
                Self.number(20, 2) + Self.number(0, 2) + Self.number(8, 2) + Self.number(0, 4)
                + Self.number(Int(checksum), 4) + Self.number(packed.count, 4)
                + Self.number(size(part.content.count), 4) + Self.number(name.count, 2)
            directory +=
                Self.number(0x0201_4B50, 4) + Self.number(20, 2) + common + Self.number(0, 2)
                + Self.number(0, 2)
                + Self.number(0, 2) + Self.number(0, 2) + Self.number(0, 4) + Self.number(file.count, 4)
                + name
            file += Self.number(0x0403_4B50, 4) + common + Self.number(0, 2) + name + packed
        }
        let end =
            Self.number(0x0605_4B50, 4) + Self.number(0, 4) + Self.number(parts.count, 2)
            + Self.number(parts.count, 2) + Self.number(directory.count, 4) + Self.number(file.count, 4)
            + Self.number(0, 2)
        return file + directory + end
    }

    static func number(_ value: Int, _ width: Int) -> [UInt8] {
        (0..<width).map { UInt8(truncatingIfNeeded: value >> ($0 * 8)) }
    }

    private static func deflated(_ content: [UInt8]) -> [UInt8] {
        let compressor = libdeflate_alloc_compressor(6)
        defer { libdeflate_free_compressor(compressor) }
        let room = libdeflate_deflate_compress_bound(compressor, content.count)
        return [UInt8](unsafeUninitializedCapacity: room) { output, count in
            content.withUnsafeBytes {
                count = libdeflate_deflate_compress(
                    compressor, $0.baseAddress, $0.count, output.baseAddress, room)
            }
        }
    }
}
