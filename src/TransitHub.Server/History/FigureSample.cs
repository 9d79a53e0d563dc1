using TransitHub.Core.Counting;
using TransitHub.Server.Hosting;

namespace TransitHub.Server.History;

/// <summary>A feed's figures at one look at them.</summary>
/// <param name="Vehicles">Vehicles in the newest state.</param>
/// <param name="MatchedVehicles">Those of them with a trip.</param>
/// <param name="Accepted">Observations durable in the log, since the counter began.</param>
/// <param name="StateAgeSeconds">Age of the newest state.</param>
/// <param name="DevicesSilent">Devices of the devices file that should count and are silent.</param>
/// <param name="Reasons">What was refused or left without a trip, since the counters began.</param>
internal sealed record FigureSample(
    int Vehicles, int MatchedVehicles, long Accepted, double StateAgeSeconds, int DevicesSilent, IReadOnlyList<ReasonCount> Reasons)
{
    /// <summary>Of a feed, now.</summary>
    public static FigureSample Of(HubFeed feed, FeedStatusReport report)
    {
        FeedFigures figures = report.Of(feed);
        DeviceWatch watch = feed.Counting.Watch;
        int silent = feed.Devices.Registry.All.Count(device => watch.Find(device.Id) is { } verdict && verdict.Faults.Any(f => f.Kind == DeviceFaultKind.Silent));
        return new FigureSample(figures.Vehicles, figures.MatchedVehicles, figures.Counters.Accepted, figures.StateAgeSeconds, silent, figures.Rejections);
    }
}
