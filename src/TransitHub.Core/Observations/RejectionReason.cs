namespace TransitHub.Core.Observations;

/// <summary>
/// Why a record did not go the whole way. The order is the order of the flow; the text form
/// (<see cref="RejectionReasonText"/>) is part of the outer contract, the numbers are not.
/// </summary>
public enum RejectionReason
{
    /// <summary>Not refused.</summary>
    None,

    /// <summary>decode: the topic is none that the hub knows.</summary>
    UnknownTopic,

    /// <summary>decode: the topic names a feed that the hub does not serve.</summary>
    UnknownFeed,

    /// <summary>decode: the payload is larger than the bound.</summary>
    PayloadTooLarge,

    /// <summary>decode: the payload is neither JSON nor protobuf of the expected form.</summary>
    MalformedPayload,

    /// <summary>decode: a required field is absent.</summary>
    MissingField,

    /// <summary>decode: a field's value cannot be (latitude 91, bearing text, ...).</summary>
    InvalidField,

    /// <summary>decode: the message is of a kind that carries nothing for this hub (an HFP event without position, ...).</summary>
    NothingToUse,

    /// <summary>queue: the intake was full and a newer one of the same vehicle or count took its place (QoS 0 only).</summary>
    Conflated,

    /// <summary>queue: the intake was full of what cannot stand for one another, such as passages (QoS 0 only).</summary>
    QueueFull,

    /// <summary>gate: outside the feed's own extent and its margin.</summary>
    OutOfRange,

    /// <summary>gate: measured too long before it was received.</summary>
    TooOld,

    /// <summary>gate: measured after it was received, beyond the clock offset known.</summary>
    FromTheFuture,

    /// <summary>gate: the same report again.</summary>
    Duplicate,

    /// <summary>gate: measured before the last accepted report of the device.</summary>
    OutOfOrder,

    /// <summary>gate: no vehicle gets there in the time.</summary>
    ImpossibleSpeed,

    /// <summary>gate: more devices than the feed's bound.</summary>
    TooManyDevices,

    /// <summary>gate: an interval that ends before it starts, or is longer than the bound.</summary>
    ImplausibleInterval,

    /// <summary>gate: more channels, classes and directions of one device than the bound.</summary>
    TooManyChannels,

    /// <summary>gate: how many are present, of a channel that is a counting line; or how many crossed, of one that is a zone.</summary>
    WrongForm,

    /// <summary>match: the feed has no static GTFS.</summary>
    NoSchedule,

    /// <summary>match: the trip id is not in the schedule.</summary>
    UnknownTrip,

    /// <summary>match: the trip has fewer than two usable stops.</summary>
    TripWithoutStops,

    /// <summary>match: the trip does not run at this time.</summary>
    TripNotActive,

    /// <summary>match: the route id or the sign text is not in the schedule.</summary>
    UnknownRoute,

    /// <summary>match: the sign or the report says that the vehicle is out of service.</summary>
    OutOfService,

    /// <summary>match: too far from the line of the trip.</summary>
    OffRoute,

    /// <summary>match: no trip of the schedule fits place and time.</summary>
    NoCandidate,

    /// <summary>match: several trips fit and none is clearly better yet.</summary>
    Ambiguous,

    /// <summary>match: another vehicle already runs the only trip that fits.</summary>
    TripTaken,

    /// <summary>match: the vehicle stands at a terminal between two trips.</summary>
    AtLayover,
}
