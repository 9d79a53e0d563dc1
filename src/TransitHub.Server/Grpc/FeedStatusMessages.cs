using TransitHub.Protocol.V1;
using TransitHub.Server.Hosting;
using TransitHub.Server.Watching;

namespace TransitHub.Server.Grpc;

/// <summary>Makes <c>FeedStatus</c> messages.</summary>
internal static class FeedStatusMessages
{
    /// <summary>A feed's counts and ages.</summary>
    public static FeedStatus Of(FeedFigures figures)
    {
        var message = new FeedStatus
        {
            FeedId = figures.Feed.Id.ToString(),
            Name = figures.Feed.Name,
            Simulated = figures.Feed.IsSimulated,
            StaticVersion = figures.StaticVersion ?? string.Empty,
            Vehicles = (uint)figures.Vehicles,
            MatchedVehicles = (uint)figures.MatchedVehicles,
            Trips = (uint)figures.Trips,
            Accepted = (ulong)figures.Counters.Accepted,
            RunsUnconfirmed = (uint)figures.Unseen.Unconfirmed,
            RunsSuspect = (uint)figures.Unseen.Suspect,
            RunsCanceled = (uint)figures.Unseen.Canceled,
            LastReceivedAtMs = figures.LastReceivedAt?.UnixMilliseconds ?? 0,
            Cursor = new WatchCursor(figures.Feed.Epoch, figures.Sequence).ToString(),
        };
        message.Rejections.AddRange(figures.Rejections.Select(r => new RejectionCount { Stage = r.Stage, Reason = r.Reason, Count = (ulong)r.Count }));
        message.ModelShares.AddRange(figures.ModelShares.Select(m => new ModelShare { Minutes = m.Minutes, Share = m.Share }));
        return message;
    }
}
