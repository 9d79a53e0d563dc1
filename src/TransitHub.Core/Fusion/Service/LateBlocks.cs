using TransitHub.Core.Fusion.Matching;
using TransitHub.Core.Snapshots;
using TransitHub.Gtfs;

namespace TransitHub.Core.Fusion.Service;

/// <summary>Tells runs that come late from runs that do not come: the vehicle of the block is still on an earlier one.</summary>
internal sealed class LateBlocks(Schedule schedule, TripOwners owners)
{
    /// <summary>A run further back in a block than this tells nothing any more.</summary>
    private const int Depth = 4;

    /// <summary>True while a vehicle has an earlier run of the block and is not through with it.</summary>
    public bool IsComing(TripInstance run)
    {
        int block = schedule.Trips.BlockIndex(run.TripIndex);
        if (block < 0)
        {
            return false;
        }

        ReadOnlySpan<int> trips = schedule.Blocks.Trips(block);
        int looked = 0;
        for (int i = trips.IndexOf(run.TripIndex) - 1; i >= 0 && looked < Depth; i--)
        {
            if (!schedule.Services.IsActive(schedule.Trips.ServiceIndex(trips[i]), run.ServiceDate))
            {
                continue;
            }

            looked++;
            TripInstance earlier = new(trips[i], run.ServiceDate, schedule.Trips.StartSeconds(trips[i]));
            if (owners.Owner(earlier) is { } owner && (owner.Run?.Trip != earlier || !owner.Run.IsComplete))
            {
                return true;
            }
        }

        return false;
    }
}
