import Mustache

/// The page's templates, which are embedded in the binary.
enum PageTemplates {
    /// By the names by which they name each other.
    static let texts: [String: String] = [
        "page": text(PackageResources.page_mustache), "rows": text(PackageResources.rows_mustache),
        "source": text(PackageResources.source_mustache), "months": text(PackageResources.months_mustache),
        "bridge": text(PackageResources.bridge_mustache), "groups": text(PackageResources.groups_mustache),
    ]

    static let style = text(PackageResources.style_css)
    static let script = text(PackageResources.search_js)

    /// - Throws: Mustache's error for a template that is none: a fault of the program.
    static func library() throws -> MustacheLibrary {
        // The name stands at the beginning of every template.
        MustacheContentTypes.register(PageEscaping(), named: "PAGE")
        return MustacheLibrary(templates: try texts.mapValues { try MustacheTemplate(string: $0) })
    }

    private static func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }
}

/// Escapes whatever stands in a page, be it in a text or in an attribute.
///
/// Mustache's own escaping looks at characters: a quote with a combining mark behind it is another one to it, and would end
/// an attribute.
struct PageEscaping: MustacheContentType {
    func escapeText(_ text: String) -> String {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.utf8.count)
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "&"): bytes += "&amp;".utf8
            case UInt8(ascii: "<"): bytes += "&lt;".utf8
            case UInt8(ascii: ">"): bytes += "&gt;".utf8
            case UInt8(ascii: "\""): bytes += "&quot;".utf8
            case UInt8(ascii: "'"): bytes += "&#39;".utf8
            default: bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
