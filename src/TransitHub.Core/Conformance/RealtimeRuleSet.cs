using TransitHub.Core.Conformance.Rules;

namespace TransitHub.Core.Conformance;

/// <summary>The rules, one object each.</summary>
public static class RealtimeRuleSet
{
    /// <summary>The rules of the canonical GTFS-Realtime validator by its names.</summary>
    public static IReadOnlyList<RealtimeRule> Canonical { get; } =
    [
        new E001NotPosixTime(),
        new E002StopTimesOutOfOrder(),
        new E003UnknownTrip(),
        new E004UnknownRoute(),
        new E006HeadwayTripIncomplete(),
        new E009LoopWithoutSequence(),
        new E011UnknownStop(),
        new E012TimestampAfterHeader(),
        new E013HeadwayTripScheduled(),
        new E015NotAStop(),
        new E016AddedTripInGtfs(),
        new E017ContentChangedUnderTimestamp(),
        new E018TimestampWentBack(),
        new E019StartTimeOffHeadway(),
        new E020StartTimeFormat(),
        new E021StartDateFormat(),
        new E022TimesDoNotRise(),
        new E023StartTimeNotGtfs(),
        new E024DirectionNotGtfs(),
        new E025DepartureBeforeArrival(),
        new E026InvalidPosition(),
        new E027InvalidBearing(),
        new E028OutsideRegion(),
        new E029FarFromShape(),
        new E030AlertTripOfOtherRoute(),
        new E031AlertRoutesDiffer(),
        new E032AlertForNothing(),
        new E033EmptySelector(),
        new E034UnknownAgency(),
        new E035TripOfOtherRoute(),
        new E036RepeatedSequence(),
        new E037RepeatedStop(),
        new E038UnknownVersion(),
        new E039DeletedInFullDataset(),
        new E040StopNotNamed(),
        new E041NoStopTimes(),
        new E042TimesWithoutData(),
        new E043StopWithoutTimes(),
        new E044EmptyEvent(),
        new E045SequenceOfOtherStop(),
        new E046DelayWithoutSchedule(),
        new E047PairsDiffer(),
        new E048NoHeaderTimestamp(),
        new E049NoIncrementality(),
        new E050InTheFuture(),
        new E051UnknownSequence(),
        new E052VehicleTwice(),
        new W001NoTimestamp(),
        new W002NoVehicleId(),
        new W003OnlyInOneFeed(),
        new W004UnlikelySpeed(),
        new W005HeadwayTripWithoutVehicle(),
        new W006NoTripId(),
        new W007SlowRefresh(),
        new W008OldFeed(),
        new W009NoRelationship(),
    ];

    /// <summary>Rules of ours, for what the canonical validator does not know.</summary>
    public static IReadOnlyList<RealtimeRule> Own { get; } =
    [

    ];

    /// <summary>All rules.</summary>
    public static IReadOnlyList<RealtimeRule> All { get; } = [.. Canonical, .. Own];
}
