namespace TransitHub.Gtfs.Rules;

/// <summary>All rules, in the order in which they judge. What a file, a row or a value has wrong by itself is found while loading.</summary>
internal static class RuleSet
{
    /// <summary>Rules about the feed; new instances, since a rule may remember what it has seen.</summary>
    public static FeedRule[] ForFeed() =>
    [
        new General.Ranges(), new General.PointsOutOfPlace(), new General.SingleRow(), new General.NeededFiles(),
        new General.ForeignKeys(), new General.CompositeKeys(),
        new Feeds.AttributionWithoutRole(), new Feeds.MissingFeedContact(), new Feeds.MissingFeedDate(),
        new Feeds.FutureFeed(), new Feeds.FeedExpiresInSevenDays(), new Feeds.FeedExpiresInThirtyDays(),
        new Feeds.AgencyIds(), new Feeds.AgencyTimeZones(), new Feeds.AgencyLanguages(), new Feeds.FeedLanguage(),
        new Feeds.RepeatedUrls(), new Feeds.Translations(),
        new Calendars.ServiceWithoutWeekday(), new Calendars.CalendarsMissing(), new Calendars.ExpiredCalendars(),
        new Calendars.ServiceSpread(), new Calendars.FeedPeriod(), new Calendars.TripCoverage(),
        new Stops.StationWithParentStation(), new Stops.LocationWithoutParentStation(),
        new Stops.PlatformWithoutParentStation(), new Stops.MissingStopName(), new Stops.SameNameAndDescription(),
        new Stops.StopWithoutLocation(), new Stops.StopAccessWithoutStation(), new Stops.StopAccessOfWrongLocation(),
        new Stops.ParentStations(), new Stops.StopZones(),
        new Routes.BothNamesMissing(), new Routes.ShortNameTooLong(), new Routes.SameNameAndDescription(),
        new Routes.ColorContrast(), new Routes.LongNameRepeatsShort(), new Routes.DuplicateNames(),
        new Routes.NetworksTwice(),
        new Trips.TripsInUse(), new Trips.BikesOnFerries(), new Trips.BlockRouteTypes(), new Trips.BlockOverlaps(),
        new Trips.FrequencyOverlaps(),
        new StopTimes.StopMissing(), new StopTimes.TimepointWithoutTimes(), new StopTimes.TimepointMissing(),
        new StopTimes.OnlyOneTime(), new StopTimes.UnsortedTimes(),
        new Shapes.ShapeDistances(), new Shapes.ShapesInUse(),
        new Transfers.TransferDistances(), new Transfers.TransferStops(), new Transfers.InSeatTransfers(),
        new Transfers.TransferTrips(),
        new Stations.BidirectionalExitGate(), new Stations.PathwayLoop(), new Stations.PathwayEnds(),
        new Stations.DanglingNodes(), new Stations.UnreachableLocations(), new Stations.StopsOutsidePathways(),
        new Stations.ElevatorLevels(),
        new Fares.FareMediaWithoutName(), new Fares.DurationLimitWithoutType(), new Fares.DurationTypeWithoutLimit(),
        new Fares.TransferCountMissing(), new Fares.TransferCountInvalid(), new Fares.TransferCountForbidden(),
        new Fares.TimeframeWithOneTime(), new Fares.TimeframeBeyondMidnight(), new Fares.DuplicateMedia(),
        new Fares.DefaultRiders(), new Fares.CurrencyAmounts(), new Fares.TimeframeOverlaps(), new Fares.JoinRuleStops(),
        new Booking.DurationMinMissing(), new Booking.DurationRangeInvalid(), new Booking.StartDayForbidden(),
        new Booking.LastDayAfterStartDay(), new Booking.LastDayMissing(), new Booking.LastTimeMissing(),
        new Booking.StartTimeForbidden(), new Booking.StartTimeMissing(), new Booking.ForbiddenFields(),
        new Flex.TimesWithWindow(), new Flex.WindowWithOneEnd(), new Flex.WindowInvalid(), new Flex.PickupTypeForbidden(),
        new Flex.DropOffTypeForbidden(), new Flex.GeographyForbidden(), new Flex.DistanceForbidden(),
        new Flex.BookingRuleMissing(), new Flex.GeographyIds(),
    ];

    /// <summary>Rules about each trip with its times, which share one walk.</summary>
    public static TripRule[] ForTrips() =>
    [
        new Stops.StopsInUse(),
        new Trips.Headsigns(),
        new StopTimes.TimeTravel(), new StopTimes.TripEdges(), new StopTimes.TripDistances(),
        new StopTimes.SequenceRepeated(), new StopTimes.ShapeDistanceExceeded(), new StopTimes.ShapeWithoutDistances(),
        new StopTimes.TravelSpeeds(),
        new Shapes.StopsAlongShape(),
        new Flex.OverlappingZones(), new Flex.SingleRecord(), new Flex.ContinuousForbidden(),
    ];
}
