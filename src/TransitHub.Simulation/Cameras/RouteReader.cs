using System.Globalization;
using TransitHub.Simulation.Chance;
using TransitHub.Simulation.Faults;

namespace TransitHub.Simulation.Cameras;

/// <summary>Reads the route off a passing vehicle as well as a camera can.</summary>
internal sealed class RouteReader(CameraFaults faults)
{

    /// <summary>The number of a bus of another operator.</summary>
    public static string Stranger(ref SeededChance luck) => (luck.Pick(180) + 2).ToString(CultureInfo.InvariantCulture);

    /// <summary>What was read and how sure the camera is of it; null text: nothing.</summary>
    /// <param name="luck">The camera's.</param>
    /// <param name="shown">What the vehicle shows; null: nothing.</param>
    public (string? Text, double Confidence) Read(ref SeededChance luck, string? shown)
    {
        bool isUnread = luck.Happens(faults.UnreadShare);
        bool isMisread = luck.Happens(faults.MisreadShare);
        double sure = luck.Between(0.8, 0.99);
        double unsure = luck.Between(0.35, 0.8);
        double which = luck.Next();
        return isUnread || string.IsNullOrEmpty(shown) ? (null, 0)
            : isMisread ? (Misread(shown, which), Math.Round(unsure, 2))
            : (shown, Math.Round(sure, 2));
    }

    /// <summary>One digit is taken for another; without one, the last letter is not seen.</summary>
    private static string Misread(string number, double which)
    {
        int at = number.AsSpan().IndexOfAnyInRange('0', '9');
        if (at < 0)
        {
            return number.Length > 1 ? number[..^1] : "?";
        }

        char taken = (char)('0' + ((number[at] - '0' + 1 + (int)(which * 9)) % 10));
        return string.Concat(number.AsSpan(0, at), [taken], number.AsSpan(at + 1));
    }
}
