using System.Diagnostics;

namespace TransitHub.Fuzz;

/// <summary>Makes an input smaller as long as it does the same.</summary>
internal static class Minimizer
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(10);

    /// <summary>Takes parts out, large ones first.</summary>
    public static byte[] Minimize(byte[] input, Func<byte[], bool> doesTheSame)
    {
        long started = Stopwatch.GetTimestamp();
        byte[] least = input;
        for (int part = Math.Max(1, input.Length / 2); part >= 1; part /= 2)
        {
            for (int at = 0; at < least.Length && Stopwatch.GetElapsedTime(started) < Longest;)
            {
                int end = Math.Min(at + part, least.Length);
                byte[] smaller = [.. least[..at], .. least[end..]];
                if (doesTheSame(smaller))
                {
                    least = smaller;
                }
                else
                {
                    at += part;
                }
            }
        }

        return least;
    }
}
