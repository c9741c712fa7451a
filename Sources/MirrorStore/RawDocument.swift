import CZlib
import Synchronization

/// A detail as it came, deflated with a preset dictionary.
///
/// The dictionary holds the keys and words that every document repeats, so that one document of 3 to 4 kB
/// takes a few hundred bytes although each stands alone.
package struct RawDocument: Sendable, Equatable {
    /// Which of ``dictionaries`` inflates it, counted from 1.
    package let dictionary: Int
    package let deflated: [UInt8]

    package init(dictionary: Int, deflated: [UInt8]) {
        self.dictionary = dictionary
        self.deflated = deflated
    }

    /// Deflates a document with the newest dictionary.
    package init(of document: some Collection<UInt8>) {
        let bytes = document as? [UInt8] ?? Array(document)
        self = Deflater.withOne { $0.deflate(bytes) }
    }

    /// The document; nil when the bytes are not what ``init(of:)`` made.
    package var document: [UInt8]? {
        guard (1...Self.dictionaries.count).contains(dictionary) else { return nil }
        let preset = Self.dictionaries[dictionary - 1]
        var stream = z_stream()
        guard inflateInit_(&stream, ZLIB_VERSION, CInt(MemoryLayout<z_stream>.size)) == Z_OK else {
            return nil
        }
        defer { inflateEnd(&stream) }
        var input = deflated
        var output: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 16_384)
        return input.withUnsafeMutableBufferPointer { source -> [UInt8]? in
            stream.next_in = source.baseAddress
            stream.avail_in = UInt32(source.count)
            while true {
                let code = chunk.withUnsafeMutableBufferPointer { room -> CInt in
                    stream.next_out = room.baseAddress
                    stream.avail_out = UInt32(room.count)
                    return inflate(&stream, Z_NO_FLUSH)
                }
                output += chunk[0..<(chunk.count - Int(stream.avail_out))]
                guard output.count <= Self.sizeCeiling else { return nil }
                switch code {
                case Z_STREAM_END: return stream.avail_in == 0 ? output : nil
                case Z_NEED_DICT:
                    guard inflateSetDictionary(&stream, preset, UInt32(preset.count)) == Z_OK else {
                        return nil
                    }
                case Z_OK: continue
                default: return nil
                }
            }
        }
    }

    /// More than the client takes for a body: bytes that inflate to more were not made by ``init(of:)``.
    private static let sizeCeiling = 128 << 20

    /// Never changed once released, only added to: documents in the file need the one that they were made with.
    static let dictionaries: [[UInt8]] = [Array(firstDictionary.utf8)]

    /// The most frequent strings stand last, where zlib finds them at the shortest distance.
    private static let firstDictionary = """
        "birthDate":"1970-01-01"organization":{"orgNumber":"9","name":"","address":{"streetName":"",\
        "streetNumber":"","entranceCode":null,"postalCode":"0","postalPlace":"OSLO"}}},"payer":{"organization":\
        {"orgNumber":"","owner":{"organization":{"orgNumber":"user":{"person":{"firstName":"","middleName":null,\
        "lastName":"","msisdn":"47","type":{"id":,"name":"Bedrift ","paymentType":"POSTPAID","texts":\
        [{"type":"SUBSCRIPTION_INCLUDES","value":"GB inkludert data hver måned"},{"type":"DESCRIPTION","value":\
        "accessType":"MOBILE","bindings":[{"name":"binding 12 months","type":"usageQuoutas":[{"name":\
        "Antall MB (datatrafikk)","value":,"unit":"MB","trafficType":"DATA","quotaType":"MONTHLY","validTo":null}\
        ],"userReference1":"","userReference2":"","userReference3":"","validFromDate":"2020-01-01","validToDate"\
        :null,"status":"ACTIVE","simCards":[{"msisdn":"47","iccId":"89470000","type":"MAIN"},{"type":"TWIN"}],\
        "settings":[{"id":1,"name":"Datakontroll utland","texts":[],"active":false,"canActivate":true,\
        "canDeactivate":true},{"id":,"active":true,"canActivate":false,"canDeactivate":false},{"id":],\
        "addOnProducts":[{"id":698,"name":"Tvilling","texts":[{"type":"DESCRIPTION","value":""}],\
        "usageQuotas":[],"bindings":[],"cancellable":true,"orderTypes":["NEW","CHANGE"],"validTo":null},{"id":
        """
}

/// A zlib stream that is used again and again, as making one costs more than a document.
private final class Deflater: Sendable {
    private static let idle = Mutex<[Deflater]>([])
    private let stream: Mutex<Stream>

    private struct Stream: ~Copyable {
        var state: UnsafeMutablePointer<z_stream>

        init() {
            state = .allocate(capacity: 1)
            state.initialize(to: z_stream())
            // Of the levels and windows tried on documents of 4 kB, this is both the fastest and, but for slower
            // ones, the smallest: 54 µs and 907 bytes; level 1 with zlib's usual window 86 µs and 968 bytes.
            let code = deflateInit2_(
                state, 3, Z_DEFLATED, 13, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION,
                CInt(MemoryLayout<z_stream>.size))
            precondition(code == Z_OK, "zlib has no memory for a stream")
        }

        deinit {
            deflateEnd(state)
            state.deallocate()
        }
    }

    private init() { stream = Mutex(Stream()) }

    static func withOne<Result>(_ body: (Deflater) -> Result) -> Result {
        let deflater = idle.withLock { $0.popLast() } ?? Deflater()
        defer { idle.withLock { $0.append(deflater) } }
        return body(deflater)
    }

    func deflate(_ bytes: [UInt8]) -> RawDocument {
        stream.withLock { stream in
            let state = stream.state
            deflateReset(state)
            let preset = RawDocument.dictionaries[RawDocument.dictionaries.count - 1]
            deflateSetDictionary(state, preset, UInt32(preset.count))
            let room = Int(deflateBound(state, UInt(bytes.count)))
            var input = bytes
            let deflated = [UInt8](unsafeUninitializedCapacity: room) { output, count in
                input.withUnsafeMutableBufferPointer { source in
                    state.pointee.next_in = source.baseAddress
                    state.pointee.avail_in = UInt32(source.count)
                    state.pointee.next_out = output.baseAddress
                    state.pointee.avail_out = UInt32(room)
                    let code = CZlib.deflate(state, Z_FINISH)
                    precondition(code == Z_STREAM_END, "deflateBound gives room for all")
                }
                count = room - Int(state.pointee.avail_out)
            }
            return RawDocument(dictionary: RawDocument.dictionaries.count, deflated: deflated)
        }
    }
}
