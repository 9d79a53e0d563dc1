using TransitHub.Simulation.Service;

namespace TransitHub.Simulation.Reporting;

/// <summary>What a driver told the device, and from when until when: late, wrong at first, or not signed off at the end.</summary>
internal sealed class SignOnSheet
{
    private readonly List<SignOnEntry> entries = [];

    /// <summary>What the device shows at a moment; null: nobody is signed on.</summary>
    public SignOnEntry? At(long at)
    {
        for (int i = this.entries.Count - 1; i >= 0; i--)
        {
            if (this.entries[i].From <= at)
            {
                return at < this.entries[i].Until ? this.entries[i] : null;
            }
        }

        return null;
    }

    /// <summary>Signs on. What was signed on before ends with it.</summary>
    public void Add(Run run, int trip, long from)
    {
        if (this.entries.Count > 2)
        {
            this.entries.RemoveAt(0);
        }

        this.entries.Add(new SignOnEntry(run, trip, from, long.MaxValue));
    }

    /// <summary>Signs off; what was to be signed on later never is.</summary>
    public void End(long at)
    {
        for (int i = 0; i < this.entries.Count; i++)
        {
            this.entries[i] = this.entries[i] with { Until = Math.Min(this.entries[i].Until, at) };
        }
    }

    public void Clear() => this.entries.Clear();
}

/// <summary>One sign-on.</summary>
/// <param name="Run">The run whose day and start are told.</param>
/// <param name="Trip">The trip that is told: the run's, or another one by mistake.</param>
/// <param name="From">Unix milliseconds.</param>
/// <param name="Until">Unix milliseconds.</param>
internal readonly record struct SignOnEntry(Run Run, int Trip, long From, long Until);
