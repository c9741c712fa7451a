/// Takes the bytes of a result piece by piece; throws when it cannot (a full disk, a closed pipe).
package typealias ByteSink = (_ bytes: [UInt8]) throws -> Void
