import MirrorCore
import PullJSON

extension Normalizer {
    /// The numbers on one page of a list; only the msisdn of each entry is read.
    ///
    /// An entry with two different msisdns counts as having none, because choosing one would be guessing.
    ///
    /// - Parameter isInterrupted: called now and then, as a server that ignores the page size may send
    ///   millions of entries.
    /// - Throws: if the page is not a JSON array; ``DocumentError/interrupted``.
    package static func readPage(
        _ bytes: RawSpan, isInterrupted: () -> Bool = { false }
    ) throws(DocumentError) -> ListPage {
        var wasInterrupted = false
        do throws(DocumentError) {
            return try DocumentReader.read(bytes, comparing: .entryNumber) { (reader) throws(JSONError) in
                var page = ListPage()
                var entries = 0
                try reader.json.beginArray()
                while try reader.json.nextElement() {
                    entries += 1
                    if entries.isMultiple(of: entriesBetweenLooks), isInterrupted() {
                        // The unread rest makes the final check fail, which is then reported as
                        // `interrupted`.
                        wasInterrupted = true
                        break
                    }
                    if let msisdn = try reader.entry() {
                        page.msisdns.append(msisdn)
                    } else {
                        page.unreadableCount += 1
                    }
                }
                page.anomalies = reader.anomalies.anomalies
                return page
            }
        } catch {
            throw wasInterrupted ? .interrupted : error
        }
    }

    /// A few milliseconds of reading.
    private static let entriesBetweenLooks = 4096
}

extension DocumentReader {
    /// The number in the next entry of a list; nil, and counted, if it has none.
    fileprivate mutating func entry() throws(JSONError) -> Msisdn? {
        let scalar = try json.readScalar()
        guard case .object = scalar else {
            try refuse(scalar, FieldPath("$[]"))
            return nil
        }
        let path = FieldPath.entryNumber
        var msisdn = Identity<Msisdn>()
        var fields = Fields<EntryField>(of: FieldPath("$[]"))
        try json.beginObject()
        while let key = try json.nextKey() {
            if key == "msisdn" {
                note(.msisdn, in: &fields)
                msisdn.meet(try self.msisdn(path))
            } else {
                try json.skipValue()
            }
        }
        if !fields.saw(.msisdn) { anomalies.missing(path) }
        return agreed(msisdn, path)
    }

    /// The one value of `identity`; nil, and counted, if its values differ.
    mutating func agreed<Value>(_ identity: Identity<Value>, _ path: FieldPath) -> Value? {
        guard identity.isContradictory else { return identity.value }
        // An unreadable value has already been counted.
        if identity.isReadable { anomalies.unreadable(path, example: "values that differ") }
        return nil
    }
}

extension FieldPath {
    fileprivate static let entryNumber = FieldPath("$[]", ".msisdn", isRequired: true)
}

private enum EntryField: Int, FieldName {
    case msisdn

    var key: StaticString { "msisdn" }
}
