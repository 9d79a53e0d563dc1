using System.CommandLine;
using System.Globalization;
using TransitHub.Core.Ids;
using TransitHub.Core.Time;
using TransitHub.Simulation.Recordings;

namespace TransitHub.Server.Commands;

/// <summary>What several commands have in common on the command line.</summary>
internal static class CommandArguments
{
    private const long LastUnixSecond = 4_102_444_800; // 2100-01-01

    public static Option<string> Feed() => new("--feed") { Required = true, HelpName = "ID", Description = "The feed's id, as in topics and paths" };

    public static Option<string> Input() => new("--input") { Required = true, HelpName = "PATH", Description = "The recording: a file, plain or gzip; for gtfsrt-dir and log a folder; for archive a folder or one table" };

    public static Option<string> Format() => new("--format") { Required = true, HelpName = "FORMAT", Description = $"One of {RecordingFormatText.All}" };

    public static Option<string?> Model() => new("--model") { HelpName = "DIR", Description = "Folder of a learned model of the arrivals' errors, as train writes it (default: none, the formula alone)" };

    public static Option<string?> LoadModel() => new("--load-model") { HelpName = "DIR", Description = "Folder of a learned model of riders at stops ahead, as train-loads writes it (default: none)" };

    public static Option<bool> NoModel() => new("--no-model") { Description = "The formula alone, whatever the settings name" };

    /// <summary>Which model is wanted.</summary>
    /// <returns>Its folder; empty: none; null: what the settings say.</returns>
    /// <exception cref="CommandException">Both are given, or the name is empty.</exception>
    public static string? ModelFolder(string? model, bool none) => model is not null && none
        ? throw CommandException.WrongUse("--model names a model and --no-model wants none: give one of them.")
        : none ? string.Empty : ModelFolder(model, "give --no-model for the formula alone");

    /// <summary>Which model is wanted; null: none is named.</summary>
    /// <exception cref="CommandException">The name is empty, as of a variable that is not set.</exception>
    public static string? ModelFolder(string? model, string otherwise) => string.IsNullOrWhiteSpace(model) && model is not null
        ? throw CommandException.WrongUse($"--model is empty: name the folder of a model, or {otherwise}.")
        : model;

    /// <summary>Reads a feed's id.</summary>
    /// <exception cref="CommandException">It is none.</exception>
    public static FeedId FeedId(string text) => Core.Ids.FeedId.TryParse(text, out FeedId id)
        ? id
        : throw CommandException.WrongUse($"--feed '{text}' is no feed id: use 1 to {Core.Ids.FeedId.MaxLength} of a-z A-Z 0-9 . _ -, not starting with a dot.");

    /// <summary>Checks a format's name before anything is opened.</summary>
    /// <exception cref="CommandException">There is no such format.</exception>
    public static string FormatName(string text) => RecordingFormatText.TryParse(text, out _)
        ? text
        : throw CommandException.WrongUse($"--format '{text}' is not known: use one of {RecordingFormatText.All}.");

    /// <summary>Checks a number.</summary>
    /// <exception cref="CommandException">It is out of its range.</exception>
    public static int InRange(int value, int least, int most, string option) => value >= least && value <= most
        ? value
        : throw CommandException.WrongUse($"{option} must be {least} to {most}, not {value}.");

    /// <summary>Checks a number with a fraction.</summary>
    /// <exception cref="CommandException">It is out of its range, or none.</exception>
    public static double InRange(double value, double least, double most, string option) => value >= least && value <= most
        ? value
        : throw CommandException.WrongUse(string.Create(CultureInfo.InvariantCulture, $"{option} must be {least} to {most}, not {value}."));

    /// <summary>Reads a tempo: times real time, or null for <c>max</c>.</summary>
    /// <exception cref="CommandException">It is neither.</exception>
    public static double? Tempo(string text) =>
        text == "max" ? null
        : double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double times) && times is > 0 and <= 1e6 ? times
        : throw CommandException.WrongUse($"--speed must be a number above 0 or max, not '{text}'.");

    /// <summary>Reads a moment.</summary>
    /// <exception cref="CommandException">It is no Unix time of this century.</exception>
    public static Timestamp? Moment(long? seconds, string option) => seconds switch
    {
        null => null,
        >= 0 and <= LastUnixSecond => Timestamp.FromUnixSeconds(seconds.Value),
        _ => throw CommandException.WrongUse($"{option} must be Unix seconds, 0 to {LastUnixSecond}, not {seconds}."),
    };
}
