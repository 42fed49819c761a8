# How we compile, said once; and the two functions every folder uses.

add_library(house INTERFACE)
target_compile_features(house INTERFACE cxx_std_20)
target_compile_options(house INTERFACE -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Wold-style-cast
    -Wnon-virtual-dtor -Woverloaded-virtual $<$<BOOL:${WARNINGS_ARE_ERRORS}>:-Werror>)
target_compile_definitions(house INTERFACE QT_NO_CAST_FROM_ASCII QT_NO_CAST_TO_ASCII QT_NO_KEYWORDS QT_NO_FOREACH
    SIPRACE_VERSION="${PROJECT_VERSION}")

# siprace_library(core_proxy SOURCES ResponseContext.cpp … PUBLIC core_sip … PRIVATE …)
# One static library a folder, with that folder alone as its include directory: a header of a folder that is not
# linked cannot be included.
function(siprace_library name)
  cmake_parse_arguments(ARG "" "" "SOURCES;PUBLIC;PRIVATE" ${ARGN})
  if(NOT ARG_SOURCES)
    add_library(${name} INTERFACE)
    target_include_directories(${name} INTERFACE ${CMAKE_CURRENT_SOURCE_DIR})
    target_link_libraries(${name} INTERFACE ${ARG_PUBLIC})
    return()
  endif()
  add_library(${name} STATIC ${ARG_SOURCES})
  target_include_directories(${name} PUBLIC ${CMAKE_CURRENT_SOURCE_DIR})
  target_link_libraries(${name} PUBLIC ${ARG_PUBLIC} PRIVATE house ${ARG_PRIVATE})
endfunction()

# Builds what the thread sanitizer is asked to run, and no more.
add_custom_target(threaded_tests)
# The same for the tests that CI also runs in the release build.
add_custom_target(release_tests)

# siprace_test(tst_response_context LIBS core_proxy [LABELS threads gui release] [TIMEOUT 120])
# One Qt Test program. Label `threads`: also run under the thread sanitizer. Label `release`: makes a great many runs, and
# is also run in the release build.
function(siprace_test name)
  cmake_parse_arguments(ARG "" "TIMEOUT" "LIBS;LABELS;SOURCES" ${ARGN})
  add_executable(${name} ${name}.cpp ${ARG_SOURCES})
  target_link_libraries(${name} PRIVATE house ${ARG_LIBS} Qt6::Test)
  target_compile_definitions(${name} PRIVATE SIPRACE_SOURCE_DIR="${PROJECT_SOURCE_DIR}"
      SIPRACE_BINARY="${CMAKE_BINARY_DIR}/bin/siprace")
  add_test(NAME ${name} COMMAND ${name})
  if(NOT ARG_TIMEOUT)
    set(ARG_TIMEOUT 300)
  endif()
  if("threads" IN_LIST ARG_LABELS)
    add_dependencies(threaded_tests ${name})
  endif()
  if("release" IN_LIST ARG_LABELS)
    add_dependencies(release_tests ${name})
  endif()
  set_tests_properties(${name} PROPERTIES LABELS "${ARG_LABELS}" TIMEOUT ${ARG_TIMEOUT}
      ENVIRONMENT "QT_QPA_PLATFORM=offscreen;LC_ALL=C.UTF-8")
endfunction()
