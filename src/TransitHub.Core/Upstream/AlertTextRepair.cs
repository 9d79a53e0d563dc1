using System.Collections.Immutable;
using TransitHub.Core.Alerting;
using TransitHub.Core.Observations;
using TransitHub.Core.Snapshots;
using TransitHub.Gtfs;
using TransitHub.Protocol.GtfsRealtime;

namespace TransitHub.Core.Upstream;

/// <summary>Makes texts of another agency's alert such that each language stands once, and links and images such that they can be opened.</summary>
internal sealed class AlertTextRepair(Schedule schedule)
{
    /// <summary>Characters of a header that is made of a description.</summary>
    private const int HeaderCharacters = 120;

    /// <summary>BCP 47's word for a language that nobody told.</summary>
    private const string Undetermined = "und";

    /// <summary>A text by language, in the agency's order.</summary>
    public ImmutableArray<AlertText> Texts(TranslatedString? told, string field, RepairNotes notes)
    {
        if (told is null)
        {
            return [];
        }

        ImmutableArray<AlertText>.Builder texts = ImmutableArray.CreateBuilder<AlertText>();
        foreach (TranslatedString.Types.Translation one in told.Translation.OrderBy(t => t.Language.Length == 0))
        {
            if (string.IsNullOrWhiteSpace(one.Text))
            {
                notes.Add(RejectionReason.AlertTextLeftOut, $"{field} of language '{Shown.Text(one.Language)}' is empty");
                continue;
            }

            string language = this.LanguageOf(one.Language, field, notes);
            if (texts.Any(t => string.Equals(t.Language, language, StringComparison.OrdinalIgnoreCase)))
            {
                notes.Add(RejectionReason.AlertTextLeftOut, $"{field} has '{language}' twice");
                continue;
            }

            texts.Add(new AlertText(language, one.Text));
        }

        return texts.DrainToImmutable();
    }

    /// <summary>Addresses of the web, by language.</summary>
    public ImmutableArray<AlertText> Links(TranslatedString? told, RepairNotes notes) => [.. this.Texts(told, "url", notes).Where(t => IsLink(t.Text, notes))];

    /// <summary>Images with what they show.</summary>
    public (ImmutableArray<AlertImage> Images, ImmutableArray<AlertText> Alternative) Images(Alert told, RepairNotes notes)
    {
        List<AlertImage> images = [];
        foreach (TranslatedImage.Types.LocalizedImage one in told.Image?.LocalizedImage ?? [])
        {
            string type = one.MediaType.ToLowerInvariant();
            string? language = one.Language.Length == 0 ? null : this.LanguageOf(one.Language, "image", notes);
            if (!AlertReader.IsImageType(type) || images.Exists(i => string.Equals(i.Language, language, StringComparison.OrdinalIgnoreCase)))
            {
                notes.Add(RejectionReason.AlertLinkLeftOut, $"an image of media_type '{Shown.Text(one.MediaType)}' and language '{language}'");
            }
            else if (IsLink(one.Url, notes))
            {
                images.Add(new AlertImage(one.Url, type, language));
            }
        }

        return ([.. images], images.Count == 0 ? [] : this.Texts(told.ImageAlternativeText, "image_alternative_text", notes));
    }

    /// <summary>The header, or the beginning of the description where there is none.</summary>
    public static ImmutableArray<AlertText> HeaderOf(ImmutableArray<AlertText> header, ImmutableArray<AlertText> description, RepairNotes notes)
    {
        if (!header.IsEmpty)
        {
            return header;
        }

        notes.Add(RejectionReason.AlertTextFilled, "header_text is the beginning of description_text");
        return [.. description.Select(t => t with { Text = Beginning(t.Text) })];
    }

    /// <summary>The description, or the header where there is none: consumers want both.</summary>
    public static ImmutableArray<AlertText> DescriptionOf(ImmutableArray<AlertText> header, ImmutableArray<AlertText> description, RepairNotes notes)
    {
        if (!description.IsEmpty)
        {
            return description;
        }

        notes.Add(RejectionReason.AlertTextFilled, "description_text is header_text");
        return header;
    }

    private static bool IsLink(string url, RepairNotes notes)
    {
        if (AlertReader.IsWebAddress(url))
        {
            return true;
        }

        notes.Add(RejectionReason.AlertLinkLeftOut, $"'{Shown.Text(url)}' is no address");
        return false;
    }

    private static string Beginning(string text)
    {
        string line = text.Trim().Split('\n')[0].TrimEnd();
        if (line.Length <= HeaderCharacters)
        {
            return line;
        }

        int space = line.LastIndexOf(' ', HeaderCharacters);
        int cut = space > HeaderCharacters / 2 ? space : HeaderCharacters;
        return line[..(char.IsHighSurrogate(line[cut - 1]) ? cut - 1 : cut)] + "…";
    }

    private string LanguageOf(string told, string field, RepairNotes notes)
    {
        string tag = told.Replace('_', '-');
        if (AlertReader.IsLanguage(tag))
        {
            return tag;
        }

        string own = schedule.FeedInfo?.Language is { Length: > 0 } feed ? feed : schedule.Agencies.Count > 0 ? schedule.Agencies.Language(0) : string.Empty;
        string language = AlertReader.IsLanguage(own) && own != "mul" ? own : Undetermined;
        notes.Add(RejectionReason.AlertTextFilled, $"language '{Shown.Text(told)}' of {field} became {language}");
        return language;
    }
}
