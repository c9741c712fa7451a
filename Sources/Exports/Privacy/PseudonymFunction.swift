import Crypto
import GRDB
import GRDBSQLite
import MirrorReading

/// SQL's `pseudonym(class, value)`, on SQLite's own bytes, as it is called several times for each row.
///
/// The pseudonym of NULL is NULL.
final class PseudonymFunction {
    /// A class of values, with a hash already primed for it.
    struct Class {
        let name: [UInt8]
        let code: HMAC<SHA256>
        fileprivate var recent = RecentPseudonyms()

        init(name: [UInt8], code: HMAC<SHA256>) {
            self.name = name
            self.code = code
        }
    }

    private var classes: [Class]

    init(_ classes: [Class]) { self.classes = classes }

    /// Registers the function on the connection.
    ///
    /// - Throws: `DatabaseError`.
    func add(to db: Database) throws(DatabaseError) {
        try ValueFunction("pseudonym", argumentCount: 2) { values, context in
            self.answer(values[0], values[1], to: context)
        }.add(to: db)
    }

    private func answer(_ name: OpaquePointer?, _ value: OpaquePointer?, to context: OpaquePointer?) {
        switch sqlite3_value_type(value) {
        case SQLITE_NULL: return sqlite3_result_null(context)
        case SQLITE_TEXT: break
        default: return Self.fail(.notText, to: context)
        }
        let text = ValueFunction.bytes(of: value)
        let name = ValueFunction.bytes(of: name)
        guard let index = classes.firstIndex(where: { name.elementsEqual($0.name) }) else {
            return Self.fail(.unknownClass, to: context)
        }
        guard !text.isEmpty else { return sqlite3_result_value(context, value) }
        let digits = classes[index].pseudonym(of: text)
        digits.span.withUnsafeBytes { ValueFunction.give($0, to: context) }
    }

    private static func fail(_ fault: PrivacyFault, to context: OpaquePointer?) {
        sqlite3_result_error(context, "\(fault)", -1)
    }
}

extension PseudonymFunction.Class {
    fileprivate mutating func pseudonym(of text: UnsafeBufferPointer<UInt8>) -> Pseudonyms.Digits {
        let place = RecentPseudonyms.place(of: text)
        if let known = recent.pseudonym(of: text, at: place) { return known }
        let digits = Pseudonyms.digits(of: text, after: code)
        recent.keep(digits, of: text, at: place)
        return digits
    }
}

/// Caches the pseudonyms of recent short texts: the rows of a number follow each other.
private struct RecentPseudonyms {
    private struct Entry {
        /// -1 marks an empty entry, which no text matches.
        var count = -1
        var text = InlineArray<24, UInt8>(repeating: 0)
        var pseudonym = Pseudonyms.Digits(repeating: 0)
    }

    private static let placeBits = 12
    private var entries = [Entry](repeating: Entry(), count: 1 << placeBits)

    /// A text's slot: FNV-1a, whose upper bits are better distributed.
    static func place(of text: UnsafeBufferPointer<UInt8>) -> Int {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in text.prefix(24) { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
        return Int((hash &* 0x9E37_79B9_7F4A_7C15) >> (64 - UInt64(placeBits)))
    }

    func pseudonym(of text: UnsafeBufferPointer<UInt8>, at place: Int) -> Pseudonyms.Digits? {
        guard entries[place].count == text.count else { return nil }
        for index in text.indices where entries[place].text[index] != text[index] { return nil }
        return entries[place].pseudonym
    }

    mutating func keep(_ pseudonym: Pseudonyms.Digits, of text: UnsafeBufferPointer<UInt8>, at place: Int) {
        guard text.count <= 24 else { return }
        entries[place].count = text.count
        for index in text.indices { entries[place].text[index] = text[index] }
        entries[place].pseudonym = pseudonym
    }
}
