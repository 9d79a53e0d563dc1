using System.Text.Json;
using TransitHub.Core.Feeds;

namespace TransitHub.Server.Endpoints;

/// <summary>JSON that readers ask for again and again, named by its content: who has it already is told so (304), and others may have it compressed.</summary>
internal static class TaggedJson
{
    /// <summary>The bytes of a value.</summary>
    public static Representation Make<T>(T value, JsonSerializerOptions options)
    {
        byte[] bytes = JsonSerializer.SerializeToUtf8Bytes(value, options);
        return new Representation(bytes, "application/json; charset=utf-8", ContentTag.Of(bytes));
    }

    /// <summary>An answer to the operator: no cache on the way may keep it.</summary>
    public static IResult Private<T>(T value, JsonSerializerOptions options) =>
        new RepresentationResult(Make(value, options), lastModified: null, maxAgeSeconds: 0, isPrivate: true);

    /// <summary>An answer to anybody.</summary>
    public static IResult Public(Representation content) => new RepresentationResult(content, lastModified: null, maxAgeSeconds: 0);
}
