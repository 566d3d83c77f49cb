# Writes a header that names the commit that was built; touches it only when that changes.
cmake_minimum_required(VERSION 3.25)
execute_process(COMMAND git describe --always --dirty --abbrev=12
                WORKING_DIRECTORY ${SOURCE_DIR}
                OUTPUT_VARIABLE commit OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET)
if(NOT commit)
  set(commit "unknown")
endif()
file(CONFIGURE OUTPUT ${OUTPUT} CONTENT "// Which commit this program was built from. Generated.
#pragma once

#include <string_view>

namespace daybook::bench {

inline constexpr std::string_view kCommitId = \"@commit@\";

}  // namespace daybook::bench
" @ONLY)
