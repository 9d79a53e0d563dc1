using TransitHub.Core.Observations;
using TransitHub.Core.Time;
using TransitHub.Gtfs;
using TransitHub.Simulation.Chance;
using TransitHub.Simulation.Faults;
using TransitHub.Simulation.Publishing;
using TransitHub.Simulation.Riders;
using TransitHub.Simulation.Service;

namespace TransitHub.Simulation.Reporting;

/// <summary>The counters over the doors of vehicles that have some: after each stop they tell who got on and who got off, as far as they saw them.</summary>
internal sealed class RiderCounter(Schedule schedule, SimulationOptions options, Outbox outbox, ObservationJson json)
{
    private const double CrowdFrom = 0.3;
    private const double CrowdTo = 0.8;

    private readonly long startAt = options.StartAt.UnixMilliseconds;
    private readonly CounterFaults faults = options.Counters;

    /// <summary>The doors close.</summary>
    /// <param name="vehicle">With the riders who go on with it.</param>
    /// <param name="run">Its run.</param>
    /// <param name="exchange">Who got on and off.</param>
    /// <param name="at">When, Unix milliseconds.</param>
    public void Close(Vehicle vehicle, Run run, StopExchange exchange, long at)
    {
        if (vehicle.Device is not { IsOn: true, CountsRiders: true } device || at < this.startAt)
        {
            return;
        }

        double capacity = vehicle.Line.Traits.Capacity;
        int boardings = this.Seen(exchange.Boarding, vehicle.Load / capacity, ref device.Counting);
        int alightings = this.Seen(exchange.Alighting, (vehicle.Load - exchange.Boarding + exchange.Alighting) / capacity, ref device.Counting);
        if (device.Counting.Happens(this.faults.LostShare))
        {
            return;
        }

        PassengerCount count = new()
        {
            Device = device.Id,
            ReceivedAt = new Timestamp(at),
            MeasuredAt = new Timestamp(device.ClockAt(at)),
            Boardings = boardings,
            Alightings = alightings,
            StopId = schedule.Stops.Id(run.Pattern.Stops[vehicle.Position]),
        };
        OutgoingMessage message = json.Encode(count, default)!.Value;
        outbox.Add(new SimulatedMessage(new Timestamp(at), device.Number, message.Topic, message.Payload, Retain: false));
    }

    private int Seen(int riders, double full, ref SeededChance luck)
    {
        double crowd = Math.Clamp((full - CrowdFrom) / (CrowdTo - CrowdFrom), 0, 1);
        double share = Math.Max(0, 1 - this.faults.MissShare - (this.faults.CrowdMissShare * crowd));
        int seen = luck.Poisson(this.faults.FalsePerStop);
        for (int i = 0; i < riders; i++)
        {
            seen += luck.Happens(share) ? 1 : 0;
        }

        return seen;
    }
}
