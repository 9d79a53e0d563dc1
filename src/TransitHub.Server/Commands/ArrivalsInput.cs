using TransitHub.Gtfs;
using TransitHub.Training.Truth;

namespace TransitHub.Server.Commands;

/// <summary>Reads the true arrivals that a command was given, and says in one line why they cannot be used.</summary>
internal static class ArrivalsInput
{
    /// <summary>Reads files in the arrivals format.</summary>
    /// <exception cref="CommandException">One is not there, cut off, or no such file.</exception>
    public static ArrivalTruth Read(IReadOnlyList<string> paths, string option, Schedule schedule)
    {
        ArrivalTruth truth = new(schedule);
        foreach (string path in paths)
        {
            try
            {
                ArrivalsFile.Read(path, schedule, truth);
            }
            catch (InvalidDataException exception)
            {
                throw CommandException.InputHasErrors(exception.Message.StartsWith(path, StringComparison.Ordinal)
                    ? exception.Message
                    : $"{path} is cut off or damaged: {exception.Message} Copy it again.");
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                throw CommandException.WrongUse($"{option} {path} cannot be read: {exception.Message}");
            }
        }

        truth.Close();
        return truth;
    }

    /// <summary>The same, of one file that must have arrivals of the timetable.</summary>
    /// <exception cref="CommandException">It cannot be used, or knows no trip and stop of the timetable.</exception>
    public static ArrivalTruth ReadAny(string path, string gtfs, Schedule schedule)
    {
        ArrivalTruth truth = Read([path], "--arrivals", schedule);
        return truth.Arrivals > 0
            ? truth
            : throw CommandException.InputHasErrors($"{path} has no arrival of a trip and stop of {gtfs} ({truth.UnknownTrips} rows name unknown trips): give the GTFS of that service day.");
    }
}
