using TransitHub.Core.Counting;
using TransitHub.Core.Devices;
using TransitHub.Core.Fusion.Cameras;
using TransitHub.Core.Fusion.Crowding;
using TransitHub.Core.Fusion.Links;
using TransitHub.Core.Fusion.Loads;
using TransitHub.Core.Fusion.Shards;
using TransitHub.Core.Observations;
using TransitHub.Core.Observations.Rules;
using TransitHub.Gtfs;

namespace TransitHub.Core.Fusion;

/// <summary>Says which observations are positions of vehicles to follow, and gives all others to the part of fusion that has a use for their kind.</summary>
/// <param name="schedule">The static feed.</param>
/// <param name="described">What the operator says of vehicles.</param>
/// <param name="tally">Counts what nobody has a use for.</param>
/// <param name="counting">Takes all that is counted.</param>
/// <param name="tracks">The vehicles that are followed.</param>
/// <param name="loads">Takes counts on board.</param>
/// <param name="links">Takes what other shards learned of links.</param>
/// <param name="takeTold">Takes what other agencies and operators say of runs; true: it was of use.</param>
/// <param name="cameras">Takes passages; null without devices.</param>
/// <param name="crowding">Takes counts at stops; null without devices.</param>
/// <param name="touch">Says that a vehicle is to be shown anew.</param>
internal sealed class ObservationRouter(
    Schedule schedule, VehicleBook described, FusionTally tally, CountBook counting, VehicleTracks tracks, LoadTracker loads, LinkTimes links, Func<Observation, bool> takeTold,
    CameraFusion? cameras, CrowdingTracker? crowding, Action<VehicleTrack> touch)
{
    /// <summary>Whether it is a position to follow. The gate stops private vehicles, but a log of before may have some.</summary>
    public bool IsFollowed(AvlReport report) => !PrivateRule.IsPrivate(described.IsPrivate(report.Device), report.Class);

    /// <summary>Takes anything else.</summary>
    public void Take(Observation observation)
    {
        counting.Take(observation);
        if (observation is PassengerCount count && tracks.TryFind(count.Device, out VehicleTrack? track))
        {
            tally.Processed++;
            loads.Take(count, track);
            touch(track);
        }
        else if (!this.IsUsed(observation))
        {
            tally.Ignored++;
        }
    }

    private bool IsUsed(Observation observation) => observation switch
    {
        LinkTraversals heard => heard.TryTeach(links, schedule),
        PassageReport passage => cameras?.Take(passage) is true,
        TrafficCount count => crowding?.Take(count) is true,
        _ => takeTold(observation),
    };
}
