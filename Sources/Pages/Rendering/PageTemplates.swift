import Mustache

/// The page's templates, embedded in the binary.
enum PageTemplates {
    /// By the names under which they refer to each other.
    static let texts: [String: String] = [
        "page": text(PackageResources.page_mustache), "rows": text(PackageResources.rows_mustache),
        "source": text(PackageResources.source_mustache), "months": text(PackageResources.months_mustache),
        "bridge": text(PackageResources.bridge_mustache), "groups": text(PackageResources.groups_mustache),
    ]

    static let style = text(PackageResources.style_css)
    static let script = text(PackageResources.search_js)

    /// Parses the templates.
    ///
    /// - Throws: Mustache's error for an invalid template, which is a fault of the program.
    static func library() throws -> MustacheLibrary {
        // Every template names this content type at its beginning.
        MustacheContentTypes.register(PageEscaping(), named: "PAGE")
        return MustacheLibrary(templates: try texts.mapValues { try MustacheTemplate(string: $0) })
    }

    private static func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }
}

/// Escapes values for texts and attributes of a page.
///
/// Mustache's own escaping works on characters: it does not recognize a quote followed by a combining mark,
/// which would end an attribute.
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
