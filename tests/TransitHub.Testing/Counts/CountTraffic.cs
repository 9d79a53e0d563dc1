using System.Globalization;
using System.Text;

namespace TransitHub.Testing.Counts;

/// <summary>A message as a device sends it.</summary>
/// <param name="Minute">The interval in which it arrives, from 0; a minute unless the traffic says otherwise.</param>
/// <param name="Topic">Its topic.</param>
/// <param name="Payload">JSON.</param>
public readonly record struct CountMessage(int Minute, string Topic, byte[] Payload);

/// <summary>
/// Counts of a city by minutes: half of the devices send intervals, half running totals that start anew now and then; some messages are lost
/// for good, some come minutes late, some twice. The truth is made of what was sent at least once, in the order of measuring.
/// </summary>
public sealed class CountTraffic
{
    /// <summary>When it starts unless it is told otherwise, Unix seconds: Monday 2 March 2026, 00:00 UTC.</summary>
    public const long Start = 1_772_409_600;

    private const int ChannelsPerDevice = 4;
    private const double Lost = 0.02;
    private const double ResetShare = 1 / 90.0;
    private readonly Random random;
    private readonly long start;
    private readonly int seconds;
    private readonly double late;
    private readonly double twice;
    private readonly List<CountMessage> messages = [];

    /// <summary>Makes all of it.</summary>
    /// <param name="seed">Of all chance.</param>
    /// <param name="devices">Devices, each with four counting lines.</param>
    /// <param name="minutes">Intervals.</param>
    /// <param name="late">Share of the messages that come up to ten intervals late.</param>
    /// <param name="twice">Share of the messages that come again up to thirty intervals later.</param>
    /// <param name="start">Start of the first interval, Unix seconds.</param>
    /// <param name="seconds">Length of an interval.</param>
    public CountTraffic(int seed, int devices, int minutes, double late, double twice, long start = Start, int seconds = 60)
    {
        this.start = start;
        this.seconds = seconds;
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
            long from = this.start + ((long)this.seconds * minute);
            string json = isInterval
                ? string.Create(CultureInfo.InvariantCulture, $"{{\"channel\":\"{channel}\",\"class\":\"person\",\"direction\":\"in\",\"from\":{from},\"to\":{from + this.seconds},\"count\":{crossed}}}")
                : string.Create(CultureInfo.InvariantCulture, $"{{\"channel\":\"{channel}\",\"class\":\"person\",\"direction\":\"in\",\"at\":{from + this.seconds},\"total\":{running}}}");
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
