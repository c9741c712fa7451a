import MirrorCore
import PullJSON

extension Normalizer {
    /// Which numbers a page of a list names; of its entries only the msisdn is read.
    ///
    /// - Parameter isInterrupted: asked now and then, as a server that knows no page size may send millions of entries.
    /// - Throws: when the page is no JSON array; ``DocumentError/interrupted``.
    package static func readPage(
        _ bytes: RawSpan, isInterrupted: () -> Bool = { false }
    ) throws(DocumentError) -> ListPage {
        var wasInterrupted = false
        do throws(DocumentError) {
            return try DocumentReader.read(bytes) { (reader) throws(JSONError) in
                var page = ListPage()
                var entries = 0
                try reader.json.beginArray()
                while try reader.json.nextElement() {
                    entries += 1
                    if entries.isMultiple(of: entriesBetweenLooks), isInterrupted() {
                        // Refused for the rest that is not read.
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
    /// The number that the next entry of a list is about; nil, and counted, when it has none.
    fileprivate mutating func entry() throws(JSONError) -> Msisdn? {
        let scalar = try json.readScalar()
        guard case .object = scalar else {
            try refuse(scalar, FieldPath("$[]"))
            return nil
        }
        let path = FieldPath("$[]", ".msisdn", isRequired: true)
        var msisdn: Msisdn?
        var fields = Fields<EntryField>(of: FieldPath("$[]"))
        try json.beginObject()
        while let key = try json.nextKey() {
            if key == "msisdn" {
                note(.msisdn, in: &fields)
                msisdn = try self.msisdn(path)
            } else {
                try json.skipValue()
            }
        }
        if !fields.saw(.msisdn) { anomalies.missing(path) }
        return msisdn
    }
}

private enum EntryField: Int, FieldName {
    case msisdn

    var key: StaticString { "msisdn" }
}
