using System.Globalization;
using TransitHub.Core.Feeds;
using TransitHub.Core.Observations;
using TransitHub.Server.Hosting;
using TransitHub.Server.Realtime;

namespace TransitHub.Server.Views;

/// <summary>A feed in JSON: its counts and ages.</summary>
internal sealed record FeedView
{
    public required string Id { get; init; }

    /// <summary>What people call it; its id where the operator gave no name.</summary>
    public required string Name { get; init; }

    /// <summary>Its reports are made up by a simulation.</summary>
    public required bool Simulated { get; init; }

    /// <summary>IANA name of the time zone of its times of day; UTC without static GTFS.</summary>
    public required string TimeZone { get; init; }

    public required bool Ready { get; init; }

    /// <summary>Why it is not ready.</summary>
    public string? NotReadyReason { get; init; }

    /// <summary>Null: the feed has no static GTFS.</summary>
    public string? StaticVersion { get; init; }

    public required int Vehicles { get; init; }

    public required int MatchedVehicles { get; init; }

    public required int Trips { get; init; }

    /// <summary>Runs that are due and that no vehicle is known to serve, by what is believed of them: unconfirmed, suspect, canceled.</summary>
    public required UnseenCounts Unseen { get; init; }

    /// <summary>Observations that arrived, each of them accepted, rejected or queued; a message that cannot be decoded counts as one.</summary>
    public required long Received { get; init; }

    public required long Accepted { get; init; }

    /// <summary>The same by what they tell: avl, apc, count, passage, status.</summary>
    public required IReadOnlyDictionary<string, long> AcceptedByKind { get; init; }

    /// <summary>Refused by decoder, queue or gate; by reason in <c>/v1/rejections</c>.</summary>
    public required long Rejected { get; init; }

    /// <summary>Of the accepted ones: left without a trip, or held back from it.</summary>
    public required long WithoutTrip { get; init; }

    public required long Queued { get; init; }

    /// <summary>Unix seconds of the newest report in the state; null: none.</summary>
    public double? LastReceivedAt { get; init; }

    public double? LastReceivedAgeSeconds { get; init; }

    /// <summary>How much of the learned model predictions take, 0 to 1, by minutes ahead ("0-3" to "30-60"); null: there is no model.</summary>
    public IReadOnlyDictionary<string, double>? ModelShares { get; init; }

    /// <summary>Published feeds whose entities left together and are not back, such as "TripUpdates fell from 812 to 31"; null: none.</summary>
    public IReadOnlyList<string>? Collapsed { get; init; }

    public required long StateSequence { get; init; }

    public required double StateAgeSeconds { get; init; }

    /// <summary>Of a feed's figures.</summary>
    public static FeedView Of(FeedFigures figures, double now)
    {
        FeedReadiness readiness = figures.Feed.Readiness();
        double? received = figures.LastReceivedAt?.UnixMilliseconds / 1000.0;
        return new FeedView
        {
            Id = figures.Feed.Id.ToString(),
            Name = figures.Feed.Name,
            Simulated = figures.Feed.IsSimulated,
            TimeZone = figures.Feed.Schedule.TimeZone.Id,
            Ready = readiness.IsReady,
            NotReadyReason = readiness.IsReady ? null : readiness.Reason,
            StaticVersion = figures.StaticVersion,
            Vehicles = figures.Vehicles,
            MatchedVehicles = figures.MatchedVehicles,
            Trips = figures.Trips,
            Unseen = figures.Unseen,
            Received = figures.Counters.Received + figures.Undecoded,
            Accepted = figures.Counters.Accepted,
            AcceptedByKind = ObservationKindText.OfDevices.ToDictionary(k => k.Name(), figures.Feed.AcceptedOf),
            Rejected = figures.Refused,
            WithoutTrip = figures.WithoutTrip,
            Queued = figures.Counters.Queued,
            LastReceivedAt = received,
            LastReceivedAgeSeconds = received is { } at ? Math.Max(0, now - at) : null,
            ModelShares = figures.ModelShares.IsEmpty ? null : figures.ModelShares.ToDictionary(m => m.Minutes, m => Math.Round(m.Share, 3)),
            Collapsed = CollapsedOf(figures.Feed.Realtime),
            StateSequence = figures.Sequence,
            StateAgeSeconds = figures.StateAgeSeconds,
        };
    }

    private static List<string>? CollapsedOf(RealtimeFeeds feeds)
    {
        List<string> collapsed = [];
        foreach (FeedKind kind in Enum.GetValues<FeedKind>())
        {
            if (feeds.CollapseOf(kind) is { } collapse)
            {
                collapsed.Add(string.Create(CultureInfo.InvariantCulture, $"{kind} fell from {collapse.Before} to {collapse.Entities}"));
            }
        }

        return collapsed.Count == 0 ? null : collapsed;
    }
}
