package import MirrorCore

/// Changes a document's lists, in three ways each: 0, 1 and 2.
package enum DocumentChange {
    /// Cards that differ only in their order.
    package static func simCards(_ document: inout NormalizedSubscription, _ which: Int) {
        document.simCards = (0..<which).map {
            SimCardRow(
                msisdn: document.msisdn, iccID: nil, occurrence: $0 + 1, simMsisdn: nil, type: "\(which)")
        }
    }

    /// Settings that are on, off and unknown.
    package static func settings(_ document: inout NormalizedSubscription, _ which: Int) {
        document.settings = (0..<which).map {
            var row = SettingRow(msisdn: document.msisdn, settingID: Int64($0))
            row.active = [true, false, nil][which]
            return row
        }
    }

    /// The same add-on, several times.
    package static func addOns(_ document: inout NormalizedSubscription, _ which: Int) {
        document.addOns = (0...which).map {
            var row = AddOnRow(msisdn: document.msisdn, productID: 698)
            row.occurrence = $0 + 1
            row.validTo = "2027-01-0\($0 + which + 1)"
            return row
        }
    }
}
