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

    /// <summary>decode: a boat tells its position by AIS that is none of the devices file's vessels.</summary>
    UnknownVessel,

    /// <summary>queue: the intake was full and a newer one of the same vehicle or count took its place (QoS 0 only).</summary>
    Conflated,

    /// <summary>queue: the intake was full of what cannot stand for one another, such as passages (QoS 0 only).</summary>
    QueueFull,

    /// <summary>gate: outside the feed's own extent and its margin.</summary>
    OutOfRange,

    /// <summary>gate: an operator ignores the device for now.</summary>
    DeviceIgnored,

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

    /// <summary>gate: carriages that are not numbered from 1 on without a gap, or two of one id.</summary>
    WrongCarriages,

    /// <summary>gate: a vehicle that is no public transport, by its class or by the devices file; it is shown nowhere.</summary>
    PrivateVehicle,

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

    /// <summary>repair: of another agency's update, its trip id is the schedule's with something before or behind it, which was taken off.</summary>
    TripIdStripped,

    /// <summary>repair: of another agency's update, its trip id is not the schedule's; the run was found by route, start and stops.</summary>
    TripFoundByStart,

    /// <summary>repair: of another agency's update, it did not say its service date.</summary>
    StartDateFilled,

    /// <summary>repair: of another agency's update, its trip does not run on the date it says, but on the one beside it.</summary>
    StartDateCorrected,

    /// <summary>repair: of another agency's update, its start time was not the schedule's.</summary>
    StartTimeCorrected,

    /// <summary>repair: of another agency's update, its route or direction was not the trip's.</summary>
    RouteCorrected,

    /// <summary>repair: of another agency's update, it did not say its schedule relationship, or one that its trip cannot have.</summary>
    RelationshipFilled,

    /// <summary>repair: of another agency's update, it had no timestamp, or one after it was received.</summary>
    TimestampFilled,

    /// <summary>repair: of another agency's update, a stop had no stop_sequence.</summary>
    StopSequenceFilled,

    /// <summary>repair: of another agency's update, a stop_sequence was not that of its stop.</summary>
    StopSequenceCorrected,

    /// <summary>repair: of another agency's update, a stop had no stop_id.</summary>
    StopIdFilled,

    /// <summary>repair: of another agency's update, a stop_id was not the one that the trip has there.</summary>
    StopIdCorrected,

    /// <summary>repair: of another agency's update, a stop is another platform of the same station: an assigned stop.</summary>
    StopAssigned,

    /// <summary>repair: of another agency's update, its stops were not in the trip's order.</summary>
    StopsReordered,

    /// <summary>repair: of another agency's update, a stop was there twice; the later one was kept.</summary>
    StopRepeated,

    /// <summary>repair: of another agency's update, a stop that the trip does not have was left out.</summary>
    StopNotOnTrip,

    /// <summary>repair: of another agency's update, a time days from now was left out.</summary>
    TimeImplausible,

    /// <summary>repair: of another agency's update, a time was worked out from a delay.</summary>
    TimeFilled,

    /// <summary>repair: of another agency's update, a delay was not the difference of its time to the schedule's.</summary>
    DelayCorrected,

    /// <summary>repair: of another agency's update, times that went back were moved so that they rise.</summary>
    TimeTravel,

    /// <summary>repair: of another agency's update, times at a stop without data were left out, or scheduled times where the timetable has them.</summary>
    TimesLeftOut,

    /// <summary>repair: of another agency's update, left out: it is no TripUpdate that can be read.</summary>
    UpdateMalformed,

    /// <summary>repair: of another agency's update, left out: a trip as changed by modifications, or in a relation that is not known.</summary>
    UpdateUnsupported,

    /// <summary>repair: of another agency's update, left out: no run of the schedule was found for it.</summary>
    UpdateOfUnknownTrip,

    /// <summary>repair: of another agency's update, left out: several runs of the schedule fit.</summary>
    UpdateAmbiguous,

    /// <summary>repair: of another agency's update, left out: made too long ago, or of a run that is over.</summary>
    UpdateStale,

    /// <summary>repair: of another agency's update, left out: another update of the same run is newer.</summary>
    UpdateRepeated,

    /// <summary>repair: of another agency's update, left out: it foretells nothing.</summary>
    UpdateEmpty,

    /// <summary>repair: of another agency's update, left out: more runs than the bound.</summary>
    TooManyUpdates,

    /// <summary>repair: of another agency's alert, an id was found without what the agency writes around it, or a trip, route, direction or time did not belong together.</summary>
    AlertSelectorCorrected,

    /// <summary>repair: of another agency's alert, whom it concerns was left out in part: the static feed does not have what it names, or it names nothing.</summary>
    AlertSelectorUnknown,

    /// <summary>repair: of another agency's alert, periods were put in order, joined, or left open where they end beyond all time.</summary>
    AlertPeriodCorrected,

    /// <summary>repair: of another agency's alert, a cause, effect or severity is none of the specification's words.</summary>
    AlertWordUnknown,

    /// <summary>repair: of another agency's alert, a text was taken from another of its texts, or got the language of the static feed.</summary>
    AlertTextFilled,

    /// <summary>repair: of another agency's alert, a text was left out: it is empty, or of a language that is there already.</summary>
    AlertTextLeftOut,

    /// <summary>repair: of another agency's alert, an address or an image was left out: it is no http address, or no image.</summary>
    AlertLinkLeftOut,

    /// <summary>repair: of another agency's alert, left out: it has no id or no text.</summary>
    AlertIncomplete,

    /// <summary>repair: of another agency's alert, left out: it concerns nothing that the static feed has.</summary>
    AlertOfNothing,

    /// <summary>repair: of another agency's alert, left out: none of its periods can be.</summary>
    AlertPeriodImplausible,

    /// <summary>repair: of another agency's alert, left out: the agency's feed has not been renewed for too long.</summary>
    AlertStale,

    /// <summary>repair: of another agency's alert, left out: more alerts than the bound.</summary>
    TooManyAlerts,

    /// <summary>access: an MQTT client gave no user name and password, or wrong ones, or a certificate of no device.</summary>
    BadCredentials,

    /// <summary>access: a device gave its right credential after the day on which it expired, or went on until then.</summary>
    CredentialExpired,

    /// <summary>access: a device gave a credential that was revoked.</summary>
    CredentialRevoked,

    /// <summary>access: too many wrong logins came from the address, or too many are being checked; nothing was checked.</summary>
    LoginThrottled,

    /// <summary>access: the TLS handshake failed: no TLS, too old a version, or a certificate that is missing or of another authority.</summary>
    TlsRefused,

    /// <summary>access: a device published, or has a last will, under an id, a feed or a kind that is not its own.</summary>
    TopicNotAllowed,

    /// <summary>access: a client asked to subscribe; the embedded broker only takes in.</summary>
    SubscriptionRefused,

    /// <summary>access: a device sent more messages or bytes than its rate allows.</summary>
    RateExceeded,

    /// <summary>access: a device had more connections than it may, and the oldest was ended; or it connects too often.</summary>
    TooManyConnections,

    /// <summary>access: a connection sent no login in its time.</summary>
    LoginMissing,

    /// <summary>access: more connections than may be of one address, or of all, had sent no login; the one that had waited longest was ended.</summary>
    TooManyWaiting,
}
