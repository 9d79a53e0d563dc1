using System.Diagnostics;

namespace TransitHub.Fuzz;

/// <summary>What an input did that it must not do.</summary>
/// <param name="Key">Equal for the same cause: the kind, and where.</param>
/// <param name="Detail">The whole of it.</param>
internal sealed record Finding(string Key, string Detail)
{
    /// <summary>Longer than this is a hang, seconds.</summary>
    public const double SlowSeconds = 2;

    /// <summary>More than this for one input is memory without bound, bytes; inputs have at most <see cref="Mutator.MaxBytes"/>.</summary>
    public const long MuchBytes = 512L << 20;

    /// <summary>Of what was thrown.</summary>
    public static Finding Of(Exception exception)
    {
        IEnumerable<string> places = new StackTrace(exception).GetFrames()
            .Select(f => f.GetMethod()).Where(m => m?.DeclaringType?.FullName is { } name && name.StartsWith("TransitHub.", StringComparison.Ordinal))
            .Take(2).Select(m => $"{m!.DeclaringType!.Name}.{m.Name}");
        return new Finding($"{exception.GetType().Name} in {string.Join(" from ", places)}", exception.ToString());
    }
}
