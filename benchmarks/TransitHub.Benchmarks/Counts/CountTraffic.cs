using System.Globalization;
using System.Text;

namespace TransitHub.Benchmarks.Counts;

/// <summary>A message as a device sends it.</summary>
/// <param name="Minute">The minute in which it arrives.</param>
/// <param name="Topic">Its topic.</param>
/// <param name="Payload">JSON.</param>
internal readonly record struct CountMessage(int Minute, string Topic, byte[] Payload);

/// <summary>
/// Counts of a city by minutes: half of the devices send intervals, half running totals that start anew now and then; some messages are lost
/// for good, some come minutes late, some twice. The truth is made of what was sent at least once, in the order of measuring.
/// </summary>
internal sealed class CountTraffic
{
    /// <summary>When it starts, Unix seconds: Monday 2 March 2026, 00:00 UTC.</summary>
    public const long Start = 1_772_409_600;

    private const int ChannelsPerDevice = 4;
    private const double Lost = 0.02;
    private const double ResetShare = 1 / 90.0;
    private readonly Random random;
    private readonly double late;
    private readonly double twice;
    private readonly List<CountMessage> messages = [];

    public CountTraffic(int seed, int devices, int minutes, double late, double twice)
    {
        this.random = new Random(seed);
        this.late = late;
        this.twice = twice;
        for (int device = 0; device < devices; device++)
        {
            for (int channel = 0; channel < ChannelsPerDevice; channel++)
            {
                this.Add($"camera-{device:0000}", $"line-{channel}", device % 2 == 0, minutes);
            }
        }

        this.messages.Sort(static (a, b) => a.Minute.CompareTo(b.Minute));
    }

    /// <summary>What arrives, in order.</summary>
    public IReadOnlyList<CountMessage> Messages => this.messages;

    /// <summary>The grand total of each device and channel.</summary>
    public Dictionary<(string Device, string Channel), long> Truth { get; } = [];

    /// <summary>How many times a counter started anew, messages that came late, and that came again.</summary>
    public (int Resets, int Late, int Again) Faults { get; private set; }

    private void Add(string device, string channel, bool isInterval, int minutes)
    {
        string topic = $"transithub/v1/city/count/{device}";
        double rate = 1 + (20 * this.random.NextDouble());
        long running = this.random.Next(100_000);
        long truth = 0;
        long? last = null;
        for (int minute = 0; minute < minutes; minute++)
        {
            int crossed = (int)(rate * 2 * this.random.NextDouble());
            bool isReset = !isInterval && minute > 0 && this.random.NextDouble() < ResetShare;
            running = isReset ? crossed : running + crossed;
            this.Faults = this.Faults with { Resets = this.Faults.Resets + (isReset ? 1 : 0) };
            if (minute > 0 && this.random.NextDouble() < Lost)
            {
                continue;
            }

            truth += isInterval ? crossed : last is not { } before ? 0 : running >= before ? running - before : running;
            last = running;
            long from = Start + (60L * minute);
            string json = isInterval
                ? string.Create(CultureInfo.InvariantCulture, $"{{\"channel\":\"{channel}\",\"class\":\"person\",\"direction\":\"in\",\"from\":{from},\"to\":{from + 60},\"count\":{crossed}}}")
                : string.Create(CultureInfo.InvariantCulture, $"{{\"channel\":\"{channel}\",\"class\":\"person\",\"direction\":\"in\",\"at\":{from + 60},\"total\":{running}}}");
            this.Send(minute, topic, json);
        }

        this.Truth[(device, channel)] = truth;
    }

    private void Send(int minute, string topic, string json)
    {
        byte[] payload = Encoding.UTF8.GetBytes(json);
        bool isLate = minute > 0 && this.random.NextDouble() < this.late;
        int arrives = minute + (isLate ? 1 + this.random.Next(10) : 0);
        this.messages.Add(new CountMessage(arrives, topic, payload));
        bool isAgain = this.random.NextDouble() < this.twice;
        if (isAgain)
        {
            this.messages.Add(new CountMessage(arrives + this.random.Next(30), topic, payload));
        }

        this.Faults = this.Faults with { Late = this.Faults.Late + (isLate ? 1 : 0), Again = this.Faults.Again + (isAgain ? 1 : 0) };
    }
}
