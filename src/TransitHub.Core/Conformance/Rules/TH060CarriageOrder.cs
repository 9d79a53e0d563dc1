using TransitHub.Gtfs.Notices;
using TransitHub.Protocol.GtfsRealtime;

namespace TransitHub.Core.Conformance.Rules;

/// <summary>Carriages are numbered 1, 2, 3 … from the head of the train; consumers drop all of them otherwise.</summary>
internal sealed class TH060CarriageOrder() : RealtimeRule(
    "TH060",
    NoticeSeverity.Error,
    "carriage_sequence has gaps or does not start at 1",
    "Number all carriages, also those without data",
    "message-carriagedetails")
{
    internal override void OnVehicle(FeedContext feed, FeedEntity entity, VehiclePosition vehicle)
    {
        long[] sequences = [.. vehicle.MultiCarriageDetails.Select(static carriage => (long)carriage.CarriageSequence).Order()];
        for (int at = 0; at < sequences.Length; at++)
        {
            if (sequences[at] != at + 1)
            {
                feed.Found(this, entity.Id, $"{Labels.Vehicle(entity, vehicle)} has no carriage {at + 1} of {sequences.Length}, or two of one number");
                return;
            }
        }
    }
}
