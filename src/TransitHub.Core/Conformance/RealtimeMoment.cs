using TransitHub.Protocol.GtfsRealtime;

namespace TransitHub.Core.Conformance;

/// <summary>All feeds of one moment, and what they say together.</summary>
internal sealed class RealtimeMoment
{
    private readonly HashSet<string> detours = new(StringComparer.Ordinal);
    private readonly HashSet<string> detoursOfTrips = new(StringComparer.Ordinal);
    private readonly bool[] hasKind = new bool[3];

    /// <param name="nowMs">The moment, Unix milliseconds.</param>
    /// <param name="messages">The feeds that could be decoded.</param>
    /// <param name="isExact">Whether no deviation applies.</param>
    public RealtimeMoment(long nowMs, IReadOnlyList<FeedMessage> messages, bool isExact)
    {
        (this.NowMs, this.Messages, this.IsExact) = (nowMs, messages, isExact);
        foreach (FeedEntity entity in messages.SelectMany(message => message.Entity))
        {
            this.Note(entity);
        }
    }

    /// <summary>The moment, Unix milliseconds.</summary>
    public long NowMs { get; }

    /// <summary>The feeds that could be decoded.</summary>
    public IReadOnlyList<FeedMessage> Messages { get; }

    /// <summary>Whether no deviation applies.</summary>
    public bool IsExact { get; }

    /// <summary>Whether rules that compare kinds of entities apply: several feeds, or one with several kinds.</summary>
    public bool IsCombined { get; private set; }

    /// <summary>Stops that real time adds.</summary>
    public HashSet<string> StopIds { get; } = new(StringComparer.Ordinal);

    /// <summary>Shapes that real time adds.</summary>
    public HashSet<string> ShapeIds { get; } = new(StringComparer.Ordinal);

    /// <summary>Entities with an alert.</summary>
    public HashSet<string> AlertIds { get; } = new(StringComparer.Ordinal);

    /// <summary>Trips that real time adds: NEW ones and the copies of DUPLICATED ones.</summary>
    public HashSet<string> AddedTripIds { get; } = new(StringComparer.Ordinal);

    /// <summary>The trips that TripModifications select, by entity.</summary>
    public Dictionary<string, HashSet<string>> ModifiedTrips { get; } = new(StringComparer.Ordinal);

    /// <summary>Trips with a TripUpdate that replaces them.</summary>
    public HashSet<string> ReplacedTripIds { get; } = new(StringComparer.Ordinal);

    /// <summary>Whether an alert or TripModifications say that the trip or its route goes another way.</summary>
    public bool HasDetour(string trip, string route) => this.detours.Contains("trip " + trip) || this.detours.Contains("route " + route);

    /// <summary>The same as the canonical validator sees it: only by informed_entity.trip of alerts.</summary>
    public bool HasCanonicalDetour(string trip, string? route) =>
        this.detoursOfTrips.Contains("trip " + trip) || (route is not null && this.detoursOfTrips.Contains("route " + route));

    private void Note(FeedEntity entity)
    {
        this.hasKind[0] |= entity.TripUpdate is not null;
        this.hasKind[1] |= entity.Vehicle is not null;
        this.hasKind[2] |= entity.Alert is not null;
        this.IsCombined = this.hasKind.Count(static has => has) > 1;
        if (entity.Alert is { } alert)
        {
            this.AlertIds.Add(entity.Id);
            this.NoteDetour(alert);
        }

        if (entity.Shape is { ShapeId.Length: > 0 } shape)
        {
            this.ShapeIds.Add(shape.ShapeId);
        }

        if (entity.Stop is { StopId.Length: > 0 } stop)
        {
            this.StopIds.Add(stop.StopId);
        }

        if (entity.TripModifications is { } modifications)
        {
            this.ModifiedTrips[entity.Id] = [.. EntityKinds.ModifiedTrips(entity)];
            this.detours.UnionWith(modifications.SelectedTrips.SelectMany(static selected => selected.TripIds, static (_, trip) => "trip " + trip));
        }

        this.NoteTrip(entity.TripUpdate);
    }

    private void NoteTrip(TripUpdate? update)
    {
        if (update is null)
        {
            return;
        }

        if (update.Trip.Is(TripDescriptor.Types.ScheduleRelationship.New))
        {
            this.AddedTripIds.Add(update.Trip.TripId);
        }
        else if (update.Trip.Is(TripDescriptor.Types.ScheduleRelationship.Replacement))
        {
            this.ReplacedTripIds.Add(update.Trip.TripId);
        }

        if (update.TripProperties is { TripId.Length: > 0 } properties)
        {
            this.AddedTripIds.Add(properties.TripId);
        }
    }

    private void NoteDetour(Alert alert)
    {
        if (!alert.HasEffect || alert.Effect != Alert.Types.Effect.Detour)
        {
            return;
        }

        foreach (EntitySelector selector in alert.InformedEntity)
        {
            if (selector.HasRouteId)
            {
                this.detours.Add("route " + selector.RouteId);
            }

            if (selector.Trip is { } trip)
            {
                this.detoursOfTrips.Add("trip " + trip.TripId);
                this.detoursOfTrips.Add("route " + trip.RouteId);
            }
        }

        this.detours.UnionWith(this.detoursOfTrips);
    }
}
