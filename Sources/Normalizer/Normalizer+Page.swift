import MirrorCore
import PullJSON

extension Normalizer {
    /// Which numbers a page of a list names; of its entries only the msisdn is read.
    ///
    /// - Throws: when the page is no JSON array.
    package static func readPage(_ bytes: RawSpan) throws(DocumentError) -> ListPage {
        try DocumentReader.read(bytes) { (reader) throws(JSONError) in
            var page = ListPage()
            try reader.json.beginArray()
            while try reader.json.nextElement() {
                if let msisdn = try reader.entry() {
                    page.msisdns.append(msisdn)
                } else {
                    page.unreadableCount += 1
                }
            }
            page.anomalies = reader.anomalies.anomalies
            return page
        }
    }
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
