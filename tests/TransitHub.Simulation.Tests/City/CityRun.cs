using System.IO.Hashing;
using System.Text;
using TransitHub.Core.Devices;
using TransitHub.Core.Ids;
using TransitHub.Core.Time;
using TransitHub.Gtfs;
using TransitHub.Simulation.Faults;
using TransitHub.Simulation.Lines;

namespace TransitHub.Simulation.Tests.City;

/// <summary>A city that ran for a while, with all that it said and did.</summary>
internal sealed class CityRun
{
    private CityRun(Schedule schedule, List<SimulatedMessage> messages, TruthList truth, SimulationCounts counts) =>
        (this.Schedule, this.Messages, this.Truth, this.Counts) = (schedule, messages, truth, counts);

    public Schedule Schedule { get; }

    public List<SimulatedMessage> Messages { get; }

    public TruthList Truth { get; }

    public SimulationCounts Counts { get; }

    /// <summary>Monday 2 March 2026 in Bangkok.</summary>
    public static Timestamp At(double hour) =>
        Timestamp.FromUnixSeconds(new DateTimeOffset(2026, 3, 2, 0, 0, 0, TimeSpan.FromHours(7)).ToUnixTimeSeconds() + (long)(hour * 3600));

    /// <summary>Nothing goes wrong; a test switches on what it is about.</summary>
    public static SimulationOptions FaultFree(double fromHour) => new()
    {
        Feed = FeedId.Parse("test"),
        StartAt = At(fromHour),
        Service = ServiceFaults.None,
        Devices = DeviceFaults.None,
    };

    public static CityRun Of(
        Schedule schedule, SimulationOptions options, double hours, double stepSeconds = 30, Func<SimulatedTraits, SimulatedTraits>? traits = null,
        DeviceRegistry? cameras = null)
    {
        TruthList truth = new();
        List<SimulatedMessage> messages = [];
        SimulatedTraits usual = SimulatedTraits.ByMode(schedule);
        using CitySimulation city = new(schedule, traits is null ? usual : traits(usual), options, truth, cameras);
        Timestamp end = options.StartAt.AddSeconds(hours * 3600);
        for (Timestamp at = options.StartAt; at < end; at = at.AddSeconds(stepSeconds))
        {
            city.Advance(at, messages);
        }

        city.Advance(end, messages);
        return new CityRun(schedule, messages, truth, city.Counts);
    }

    /// <summary>A digest of all that was sent, in its order.</summary>
    public ulong DigestOfMessages()
    {
        XxHash3 hash = new();
        foreach (SimulatedMessage message in this.Messages)
        {
            hash.Append(BitConverter.GetBytes(message.SendAt.UnixMilliseconds));
            hash.Append(Encoding.UTF8.GetBytes(message.Topic));
            hash.Append(message.Payload);
        }

        return hash.GetCurrentHashAsUInt64();
    }
}
