using TransitHub.Core.Observations;

namespace TransitHub.Server.Commands.Device;

/// <summary>What whoever makes a device can do about a refusal.</summary>
internal static class RejectionRemedy
{
    /// <summary>The remedy, one sentence.</summary>
    public static string Of(RejectionReason reason) => reason switch
    {
        RejectionReason.UnknownTopic => "Publish to transithub/v1/{feed}/{avl|apc|count|passage|status}/{id}, letter by letter.",
        RejectionReason.UnknownFeed => "Use the feed id that the operator gave; it is the third part of the topic.",
        RejectionReason.PayloadTooLarge => "Send fewer reports in one message.",
        RejectionReason.MalformedPayload => "Send one JSON object, or an array of them, in UTF-8; or protobuf with the MQTT 5 content type application/x-protobuf.",
        RejectionReason.MissingField => "Add the field that is named.",
        RejectionReason.InvalidField => "Correct the field that is named: its form and range are in deploy/devices.md and protos/transithub/v1/observation.proto.",
        RejectionReason.NothingToUse => "Nothing: the hub has no use for such messages.",
        RejectionReason.UnknownVessel => "Have the operator enter the boat's MMSI in the devices file.",
        RejectionReason.Conflated or RejectionReason.QueueFull => "Send less often, or with QoS 1, which waits.",
        RejectionReason.OutOfRange => "Check latitude and longitude: are they swapped, or 0?",
        RejectionReason.TooOld => "Set the device's clock by NTP or GPS, and send measured_at in UTC; what was kept while offline must be sent within 15 minutes.",
        RejectionReason.FromTheFuture => "Set the device's clock by NTP or GPS, and send measured_at in UTC: is local time sent as if it were UTC, or milliseconds for seconds?",
        RejectionReason.Duplicate => "Send each report once; a repeat after a lost connection does no harm.",
        RejectionReason.OutOfOrder => "Send reports in the order in which they were measured: what was kept first, then what is new.",
        RejectionReason.ImpossibleSpeed => "Do not send positions without a fix; check that two devices do not use one id.",
        RejectionReason.TooManyDevices => "Keep ids over restarts: an id names a vehicle or camera, not a session.",
        RejectionReason.TooManyChannels => "Keep the names of channels: each new name is another channel.",
        RejectionReason.ImplausibleInterval => "Let 'from' be before 'to', at most an hour.",
        RejectionReason.WrongForm => "Of a counting line send 'count' or 'total'; of a zone how many are present.",
        RejectionReason.TopicNotAllowed => "Publish under the device's own id, feed and kinds alone; a system that reports many vehicles needs 'device add --gateway'.",
        RejectionReason.RateExceeded => "Send less often, or put several reports into one message; the operator can give the device a higher rate.",
        RejectionReason.SubscriptionRefused => "Do not subscribe: the broker only takes in.",
        RejectionReason.TooManyConnections => "Keep one connection open instead of connecting for each message.",
        RejectionReason.LoginMissing or RejectionReason.TooManyWaiting => "Send the CONNECT packet as soon as the connection is there, and close connections that are not needed.",
        RejectionReason.BadCredentials => "Check user name and password; the password was shown once, 'device rotate' gives a new one.",
        RejectionReason.LoginThrottled => "Check user name and password, and wait some minutes.",
        RejectionReason.CredentialExpired or RejectionReason.CredentialRevoked => "Ask the operator for a new password: 'device rotate'.",
        RejectionReason.TlsRefused => "Use TLS 1.2 or 1.3, trust the broker's authority, and give the client certificate if one is asked for.",
        _ => "Ask the operator: /v1/rejections has samples.",
    };
}
