/// Receives a result's bytes piece by piece; throws if it cannot take them (a full disk, a closed pipe).
package typealias ByteSink = (_ bytes: [UInt8]) throws -> Void
