using System.Globalization;
using NodaTime;
using TransitHub.Archive.Columns;
using TransitHub.Core.Observations;
using TransitHub.Gtfs;
using TransitHub.Gtfs.Time;
using Kinds = TransitHub.Archive.Columns.ColumnKinds<TransitHub.Archive.Tables.PassengerEvent>;

namespace TransitHub.Archive.Tables;

/// <summary>
/// Boardings and alightings in TIDES's table of that name, made of the counts that told them.
/// <see href="https://github.com/TIDES-transit/TIDES/blob/main/spec/passenger_events.schema.json"/>
/// </summary>
/// <param name="schedule">The static feed, which tells a stop's place in its trip.</param>
internal sealed class PassengerEventsTable(Schedule schedule)
{
    /// <summary>Its name, which is its file's without the ending.</summary>
    public const string Name = "passenger_events";

    /// <summary>Its columns, in order.</summary>
    public static IReadOnlyList<Column<PassengerEvent>> Columns { get; } =
    [
        Kinds.Whole(ArchiveFormat.Sequence, e => e.Sequence, isRequired: true),
        Kinds.OwnText("passenger_event_id", e => string.Create(CultureInfo.InvariantCulture, $"{e.Sequence}-{(e.IsBoarding ? "boarded" : "alighted")}"), isRequired: true),
        Kinds.Day("service_date", e => e.ServiceDate, isRequired: true),
        Kinds.Moment("event_timestamp", e => e.Count.CorrectedAt, isRequired: true),
        Kinds.Text("trip_id_scheduled", e => e.Count.TripId),
        Kinds.Small("trip_stop_sequence", e => e.Position + 1),
        Kinds.Small("scheduled_stop_sequence", e => e.StopSequence),
        Kinds.Text("event_type", e => e.IsBoarding ? "Passenger boarded" : "Passenger alighted", isRequired: true),
        Kinds.Text("vehicle_id", e => e.Count.Device.ToString(), isRequired: true),
        Kinds.Text("stop_id", e => e.Count.StopId),
        Kinds.Small("event_count", e => e.Riders),
        Kinds.Text("hub_route_id", e => e.Count.RouteId),
        Kinds.Text("hub_door", e => e.Count.Door),
        Kinds.Text("hub_class", e => e.Count.Class),
    ];

    /// <summary>What a count tells of riders who got on and off: none to two events.</summary>
    public IEnumerable<PassengerEvent> Of(long sequence, PassengerCount count)
    {
        bool isAny = count.Boardings > 0 || count.Alightings > 0;
        if (!isAny)
        {
            yield break;
        }

        ServiceDate day = count.StartDate ?? this.DayOf(count);
        (int? position, int? stopSequence) = this.Place(count);
        if (count.Boardings is > 0 and { } on)
        {
            yield return new(sequence, count, IsBoarding: true, on, day, position, stopSequence);
        }

        if (count.Alightings is > 0 and { } off)
        {
            yield return new(sequence, count, IsBoarding: false, off, day, position, stopSequence);
        }
    }

    private ServiceDate DayOf(PassengerCount count)
    {
        // Its own clock may say any year.
        LocalDate day = Instant.FromUnixTimeMilliseconds(count.ReceivedAt.UnixMilliseconds).InZone(schedule.TimeZone).Date;
        return ServiceDate.From(day.Year, day.Month, day.Day);
    }

    private (int? Position, int? StopSequence) Place(PassengerCount count)
    {
        if (count.TripId is not { } id || count.StopId is not { } stop || !schedule.Trips.TryFind(id, out int trip) || !schedule.Stops.TryFind(stop, out int index))
        {
            return (null, null);
        }

        ReadOnlySpan<int> stops = schedule.Patterns.Stops(schedule.Trips.PatternIndex(trip));
        int position = stops.IndexOf(index);
        return position < 0 || stops.LastIndexOf(index) != position ? (null, null) : (position, schedule.Trips.StopSequences(trip)[position]);
    }
}
